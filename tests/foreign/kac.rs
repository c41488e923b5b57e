//! Counts what the crate parse-changelog reads from a file.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let path = std::env::args().nth(1).ok_or("no file")?;
    let text = std::fs::read_to_string(path)?;
    let changelog = parse_changelog::parse(&text)?;
    let mut versions: Vec<String> = Vec::new();
    let (mut entries, mut breaking) = (0, 0);
    for (version, release) in &changelog {
        versions.push(format!("\"{}\"", version.to_lowercase()));
        for line in release.notes.lines() {
            entries += usize::from(line.starts_with("- "));
            breaking += usize::from(line.starts_with("- **Breaking:** "));
        }
    }
    versions.sort();
    println!(
        "{{\"releases\": {}, \"entries\": {entries}, \"breaking\": {breaking}, \"versions\": [{}]}}",
        changelog.len(),
        versions.join(", ")
    );
    Ok(())
}
