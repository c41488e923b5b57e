// Opens pages in headless Chromium at the width of a phone and of a desk, over the devtools protocol on
// a pipe. Fails if a page is wider than the window, a script ran, or anything was fetched.
//
// html.mjs CHROMIUM SCREENSHOTS PAGE..
import { spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, screenshots, ...pages] = process.argv.slice(2);
const profile = mkdtempSync(join(tmpdir(), "chromium-"));
const browser = spawn(
  chromium,
  ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--remote-debugging-pipe",
    `--user-data-dir=${profile}`, "about:blank"],
  { stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"] },
);
const pending = new Map();
const events = [];
let number = 0;
let buffer = Buffer.alloc(0);
browser.stdio[4].on("data", (chunk) => {
  buffer = Buffer.concat([buffer, chunk]);
  for (let end = buffer.indexOf(0); end >= 0; end = buffer.indexOf(0)) {
    const message = JSON.parse(buffer.subarray(0, end).toString("utf8"));
    buffer = buffer.subarray(end + 1);
    if (message.id) {
      const { resolve, reject } = pending.get(message.id);
      pending.delete(message.id);
      message.error ? reject(new Error(message.error.message)) : resolve(message.result);
    } else {
      events.push(message);
    }
  }
});
const send = (method, params = {}, sessionId = undefined) =>
  new Promise((resolve, reject) => {
    number += 1;
    pending.set(number, { resolve, reject });
    browser.stdio[3].write(JSON.stringify({ id: number, method, params, sessionId }) + "\0");
  });
const patience = setTimeout(() => {
  console.error("the browser did not answer within two minutes");
  browser.kill("SIGKILL");
  process.exit(2);
}, 120_000);

let wrong = false;
const { targetId } = await send("Target.createTarget", { url: "about:blank" });
const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
const ask = (method, params) => send(method, params, sessionId);
await ask("Page.enable");
await ask("Network.enable");
await ask("Runtime.enable");
await ask("Log.enable");
for (const page of pages) {
  for (const [width, height, scheme] of [[360, 740, "light"], [360, 740, "dark"], [1100, 900, "light"]]) {
    events.length = 0;
    await ask("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: 1, mobile: width < 600 });
    await ask("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
    await ask("Page.navigate", { url: pathToFileURL(page).href });
    for (let waited = 0; waited < 300 && !events.some((one) => one.method === "Page.loadEventFired"); waited += 1) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    const { result } = await ask("Runtime.evaluate", {
      returnByValue: true,
      expression: `({
        wide: document.scrollingElement.scrollWidth,
        title: document.title,
        ran: document.documentElement.dataset.ran ?? null,
        scripts: document.scripts.length,
        handlers: [...document.querySelectorAll("*")].filter((one) =>
          one.getAttributeNames().some((name) => name.startsWith("on"))).length,
        foreign: document.querySelectorAll("img, iframe, object, embed, svg, form, link, base").length,
        links: [...document.links].filter((one) => !/^(https?|file):/.test(one.protocol)).length,
        same: new Set([...document.querySelectorAll("[id]")].map((one) => one.id)).size ===
          document.querySelectorAll("[id]").length,
        dead: [...document.querySelectorAll('a[href^="#"]')].filter((one) =>
          !document.getElementById(decodeURIComponent(one.getAttribute("href").slice(1)))).length,
        doctype: document.compatMode,
        entries: document.querySelectorAll(".entry").length,
      })`,
    });
    const seen = result.value;
    const fetched = events.filter((one) => one.method === "Network.requestWillBeSent")
      .map((one) => one.params.request.url).filter((url) => url !== pathToFileURL(page).href);
    const complaints = events.filter((one) => one.method === "Log.entryAdded").map((one) => one.params.entry.text);
    const problems = [];
    if (seen.wide > width) problems.push(`${seen.wide} px wide`);
    if (seen.title.includes("HACKED") && !seen.title.includes("<script>")) problems.push("a script ran");
    if (seen.ran || seen.scripts || seen.handlers || seen.foreign || seen.links) {
      problems.push(`foreign markup: ${JSON.stringify(seen)}`);
    }
    if (!seen.same) problems.push("two elements have one id");
    if (seen.dead) problems.push(`${seen.dead} links lead nowhere`);
    if (seen.doctype !== "CSS1Compat") problems.push("quirks mode");
    if (fetched.length) problems.push(`fetched ${fetched.join(", ")}`);
    if (complaints.length) problems.push(`complaints: ${complaints.join("; ")}`);
    const { data } = await ask("Page.captureScreenshot", { format: "png" });
    writeFileSync(join(screenshots, `${basename(page, ".html")}-${width}-${scheme}.png`), Buffer.from(data, "base64"));
    console.log(`${basename(page)} ${width} ${scheme}: ${seen.wide} px, ${seen.entries} entries ${problems.join("; ") || "ok"}`);
    wrong ||= problems.length > 0;
  }
}
clearTimeout(patience);
const gone = new Promise((resolve) => browser.once("exit", resolve));
await send("Browser.close").catch(() => {});
await gone;
rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
process.exit(wrong ? 1 : 0);
