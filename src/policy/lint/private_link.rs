//! What everybody reads links only to what everybody can open.

use crate::domain::entry::Entry;
use crate::domain::lint::LintRule;
use crate::domain::release::Release;
use crate::domain::text::Untrusted;
use crate::policy::lint::{Found, HostPattern, Material};

/// The audience that everybody belongs to.
const PUBLIC: &str = "public";

/// Names that only resolve within a network.
const PRIVATE_ENDINGS: &[&str] = &[
    ".local",
    ".internal",
    ".intranet",
    ".corp",
    ".lan",
    ".home",
    ".private",
    ".localhost",
    ".home.arpa",
];

/// Links to private hosts in what is for everybody: texts, remarks and sources of entries and releases.
pub(super) fn check(material: &Material<'_>) -> Vec<Found> {
    let hosts = &material.options.private_hosts;
    let mut found = Vec::new();
    for release in &material.changelog.releases {
        if is_public(&release.audience) {
            let own = release.summary.iter().chain(&release.description);
            for link in links(own.chain(&release.sources), hosts) {
                found.push(problem(release, &link));
            }
        }
        for entry in &release.entries {
            let audience = if entry.audience.is_empty() {
                &release.audience
            } else {
                &entry.audience
            };
            if !is_public(audience) {
                continue;
            }
            for link in links(texts(entry), hosts) {
                found.push(problem(release, &link).entry(entry));
            }
        }
    }
    found
}

fn is_public(audience: &[String]) -> bool {
    audience.is_empty() || audience.iter().any(|name| name == PUBLIC)
}

fn texts(entry: &Entry) -> impl Iterator<Item = &Untrusted> {
    std::iter::once(&entry.text)
        .chain(&entry.impact)
        .chain(&entry.action)
        .chain(&entry.note)
        .chain(&entry.sources)
}

fn problem(release: &Release, link: &str) -> Found {
    let message = format!("everybody reads this, and {link} leads to a private host");
    Found::new(LintRule::PrivateLink, release, message)
        .symbol(link)
        .advise("link to what is public, or give the entry an `audience` that can open it")
}

/// The links of texts that lead to private hosts, each once, in order.
fn links<'a>(texts: impl Iterator<Item = &'a Untrusted>, hosts: &[HostPattern]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for text in texts {
        for link in addresses(text.raw()) {
            if is_private(link, hosts) && !found.iter().any(|known| known == link) {
                found.push(link.to_owned());
            }
        }
    }
    found
}

/// Everything in a text that begins like an address.
fn addresses(text: &str) -> impl Iterator<Item = &str> {
    let is_end =
        |c: char| c.is_whitespace() || matches!(c, '<' | '>' | '"' | '\'' | '`' | ')' | ']');
    text.split(is_end)
        .flat_map(|part| part.split('('))
        .filter(|part| part.contains("://"))
        .map(|part| part.trim_end_matches(['.', ',', ';', ':', '!', '?']))
}

/// Whether the host of an address is one that only some can reach: by its name, its number, or the configuration.
fn is_private(link: &str, hosts: &[HostPattern]) -> bool {
    let Some((scheme, rest)) = link.split_once("://") else {
        return false;
    };
    if scheme.eq_ignore_ascii_case("file") {
        return true;
    }
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    if let Some(literal) = host.strip_prefix('[') {
        let number = literal.split(']').next().unwrap_or_default();
        let number = number.parse::<std::net::Ipv6Addr>();
        return number.is_ok_and(|ip| {
            ip.is_loopback() || ip.is_unique_local() || ip.is_unicast_link_local()
        });
    }
    let host = host.split(':').next().unwrap_or_default().to_lowercase();
    let host = host.trim_end_matches('.');
    if let Ok(ip) = host.parse::<std::net::Ipv4Addr>() {
        return ip.is_private() || ip.is_loopback() || ip.is_link_local() || ip.is_unspecified();
    }
    let has_private_name = !host.is_empty() && !host.contains('.')
        || PRIVATE_ENDINGS.iter().any(|ending| host.ends_with(ending));
    has_private_name || hosts.iter().any(|pattern| pattern.is_match(host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn private_hosts_are_known_by_name_number_or_configuration() {
        let hosts = ["*.acme.example".parse().unwrap()];
        for (link, is_met) in [
            ("https://example.com/x", false),
            ("https://localhost:8080/", true),
            ("http://wiki/Page", true),
            ("http://10.0.0.7/x", true),
            ("http://172.16.0.1", true),
            ("http://172.32.0.1", false),
            ("http://192.168.1.1:8443/a", true),
            ("http://8.8.8.8", false),
            ("http://[::1]/", true),
            ("http://[fd00::1]/", true),
            ("http://[2001:db8::1]/", false),
            ("https://jira.corp/browse/X-1", true),
            ("https://user@git.internal./x", true),
            ("https://git.acme.example/x", true),
            ("https://acme.example/x", false),
            ("FILE://host/share", true),
            ("no address", false),
        ] {
            assert_eq!(is_private(link, &hosts), is_met, "{link}");
        }
    }

    #[test]
    fn addresses_end_where_markdown_ends_them() {
        let text = "See [a](http://wiki/A), <http://b.local> and `http://c/`. (http://d.lan.)";
        let all: Vec<&str> = addresses(text).collect();
        assert_eq!(
            all,
            [
                "http://wiki/A",
                "http://b.local",
                "http://c/",
                "http://d.lan"
            ]
        );
    }
}
