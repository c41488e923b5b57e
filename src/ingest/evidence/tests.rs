//! Logs of every form, and what is hostile in them.

use std::fmt::Write as _;

use serde_json::json;

use super::*;

const GETTER: &str = "Warning! Getter 'a' has been deprecated, please use 'b' instead!";

/// A log with its records.
struct Whole {
    format: Format,
    records: Vec<Record>,
    broken: Vec<Broken>,
    remarks: Vec<String>,
}

fn read(bytes: &[u8]) -> Result<Whole, Unreadable> {
    let mut records = Vec::new();
    let log = super::read(bytes, &mut |record| records.push(record))?;
    Ok(Whole {
        format: log.format,
        records,
        broken: log.broken,
        remarks: log.remarks,
    })
}

fn texts(bytes: &[u8]) -> (Format, Vec<Vec<String>>) {
    let log = read(bytes).unwrap();
    (
        log.format,
        log.records.into_iter().map(|one| one.texts).collect(),
    )
}

fn holds(bytes: &[u8], format: Format) {
    let (found, texts) = texts(bytes);
    assert_eq!(found, format);
    let has = texts.iter().flatten().any(|text| text == GETTER);
    assert!(has, "{:?}: {texts:?}", String::from_utf8_lossy(bytes));
}

#[test]
fn a_message_is_found_behind_what_browsers_put_before_it() {
    for line in [
        GETTER.to_owned(),
        format!("twilio-flex.prod.js:2 {GETTER}"),
        format!("VM12:3 {GETTER}\r"),
        format!("12:34:56.789 twilio-flex.prod.js:2 {GETTER}"),
        format!("[2026-05-01T10:00:00Z] [WARN] {GETTER}"),
        format!("2026-05-01 10:00:00 WARN: {GETTER}"),
        format!("{GETTER} twilio-flex.prod.js:2:1234"),
        format!("https://flex.twilio.com/x.js 1:2345 {}", json!(GETTER)),
        format!("⚠ {GETTER}"),
    ] {
        holds(line.as_bytes(), Format::ConsoleText);
    }
}

#[test]
fn a_line_tells_its_day_if_it_has_one() {
    let text =
        format!("2026-05-01 23:59:00 {GETTER}\n[2026-05-02T01:00:00+02:00] x\n10:00:01 {GETTER}\n");
    let days: Vec<Option<String>> = read(text.as_bytes())
        .unwrap()
        .records
        .iter()
        .map(|one| one.day.map(|day| day.to_string()))
        .collect();
    assert_eq!(
        days,
        [
            Some("2026-05-01".to_owned()),
            Some("2026-05-01".to_owned()),
            None
        ]
    );
}

#[test]
fn a_console_as_json_is_read_in_all_its_forms() {
    let selenium = json!({"level": "WARNING", "message": format!("https://x.org/a.js 1:2 {}", json!(GETTER)), "timestamp": 1_777_629_600_000_u64, "source": "console-api"});
    let puppeteer = json!({"type": "warning", "text": GETTER});
    let protocol = json!({"method": "Runtime.consoleAPICalled", "params": {"type": "warning", "args": [{"type": "string", "value": GETTER}], "timestamp": 1_777_629_600_000.5}});
    let entry = json!({"method": "Log.entryAdded", "params": {"entry": {"source": "javascript", "level": "warning", "text": GETTER}}});
    for one in [&selenium, &puppeteer, &protocol, &entry] {
        holds(one.to_string().as_bytes(), Format::ConsoleJson);
        holds(json!([one]).to_string().as_bytes(), Format::ConsoleJson);
        holds(format!("{one}\n{one}\n").as_bytes(), Format::ConsoleJson);
    }
    let log = read(json!([selenium]).to_string().as_bytes()).unwrap();
    assert_eq!(log.records[0].day.unwrap().to_string(), "2026-05-01");
}

#[test]
fn alerts_and_events_are_told_by_their_keys() {
    let alert = json!({"sid": "NO1", "alert_text": "Msg=Hello+you&ErrorCode=40153", "error_code": "40153", "log_level": "warning", "date_generated": "2026-05-01T10:00:00Z"});
    for document in [
        json!({"alerts": [alert], "meta": {}}),
        json!([alert]),
        alert,
    ] {
        let log = read(document.to_string().as_bytes()).unwrap();
        assert_eq!(log.format, Format::MonitorAlerts);
        let record = &log.records[0];
        assert_eq!(
            (record.event.as_deref(), record.code.as_deref()),
            (Some("NO1"), Some("40153"))
        );
        assert!(record.texts.contains(&"Hello you".to_owned()));
    }
    let payload =
        json!({"resource_sid": "WK1", "error_code": "45600", "more_info": {"Msg": GETTER}})
            .to_string();
    let event = json!({"Sid": "NO2", "AccountSid": "AC1", "Timestamp": "2026-05-01T10:00:00Z", "Level": "ERROR", "PayloadType": "application/json", "Payload": payload});
    holds(event.to_string().as_bytes(), Format::DebuggerEvents);
    let mut escaped = String::new();
    for byte in payload.bytes() {
        write!(escaped, "%{byte:02X}").unwrap();
    }
    let form = format!("Sid=NO2&Level=ERROR&Timestamp=2026-05-01T10%3A00%3A00Z&Payload={escaped}");
    holds(form.as_bytes(), Format::DebuggerEvents);
    let log = read(form.as_bytes()).unwrap();
    assert_eq!(log.records[0].day.unwrap().to_string(), "2026-05-01");
    assert_eq!(log.records[0].code.as_deref(), Some("45600"));
}

#[test]
fn an_archive_says_if_it_holds_no_console() {
    let entry = json!({"startedDateTime": "2026-05-01T10:00:00Z", "response": {"content": {"text": "{\"code\": 45004, \"status\": 400}"}}});
    let bare = json!({"log": {"entries": [entry]}});
    let log = read(bare.to_string().as_bytes()).unwrap();
    assert_eq!((log.format, log.remarks.len()), (Format::Har, 1));
    assert_eq!(log.records[0].code.as_deref(), Some("45004"));
    let full = json!({"log": {"entries": [], "pages": [{"_consoleLog": [{"level": "warning", "text": GETTER}]}]}});
    holds(full.to_string().as_bytes(), Format::Har);
}

#[test]
fn broken_parts_are_listed_and_the_rest_is_read() {
    let lines = format!(
        "{}\nnot json\n{}\n",
        json!({"type": "warning", "text": GETTER}),
        json!({"x": 1})
    );
    let log = read(lines.as_bytes()).unwrap();
    let broken: Vec<usize> = log.broken.iter().map(|one| one.at).collect();
    assert_eq!((log.records.len(), broken), (1, vec![2, 3]));
    let mixed = [GETTER.as_bytes(), b"\n\xff\xfe bad\n\0nul is text\n"].concat();
    let log = read(&mixed).unwrap();
    assert_eq!((log.records.len(), log.broken[0].at), (2, 2));
}

#[test]
fn a_file_of_another_kind_is_refused() {
    let why = |bytes: &[u8]| read(bytes).err().unwrap().to_string();
    assert_eq!(
        why(b"{\"a\": 1}"),
        "it is JSON, but of no form that is known"
    );
    assert_eq!(
        why(b"[1, 2]".as_slice().strip_prefix(b"").unwrap()).as_str(),
        "it is JSON, but of no form that is known"
    );
    assert_eq!(
        why(b"{\"a\": 1"),
        "it is broken JSON: it ends in the middle, line 1 column 7"
    );
    let deep = "[".repeat(1_000_000);
    assert!(why(deep.as_bytes()).starts_with("it is broken JSON: it is nested too deep"));
    assert_eq!(why(&[0, 1, 2, 3, 4, 5]), "it is neither text nor JSON");
    assert_eq!(read(b"").unwrap().records, []);
    assert_eq!(read(b"[]").unwrap().records, []);
}

#[test]
fn other_encodings_are_read() {
    let wide: Vec<u8> = format!("\u{feff}{GETTER}\r\n")
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    holds(&wide, Format::ConsoleText);
    let wide: Vec<u8> = format!("\u{feff}{GETTER}\r\n")
        .encode_utf16()
        .flat_map(u16::to_be_bytes)
        .collect();
    holds(&wide, Format::ConsoleText);
    holds(format!("\u{feff}{GETTER}").as_bytes(), Format::ConsoleText);
}

#[test]
fn one_line_without_end_is_looked_at_in_part() {
    let long = format!("{GETTER}\n{}é", "é".repeat(20_000_000));
    let log = read(long.as_bytes()).unwrap();
    assert_eq!(
        (log.records.len(), log.broken.len(), log.remarks.len()),
        (2, 0, 1)
    );
    assert!(
        log.records[1]
            .texts
            .iter()
            .all(|text| text.len() <= LINE_LIMIT)
    );
}
