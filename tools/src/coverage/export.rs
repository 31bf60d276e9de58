//! What `llvm-cov export` says of one program, united with what it said of others.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;

/// How often the lines and the regions of a file ran, in the program that ran them most often.
#[derive(Default)]
pub(super) struct Reached {
    pub(super) lines: BTreeMap<usize, u64>,
    /// By line and column of the start and of the end.
    pub(super) regions: BTreeMap<[usize; 4], u64>,
}

/// The kind of a region that is code.
const CODE: u64 = 0;

/// Adds what an export says of the files in a folder, by their names in there.
pub(super) fn unite(json: &[u8], folder: &Path, into: &mut BTreeMap<String, Reached>) -> Result<(), String> {
    let export: Value = serde_json::from_slice(json).map_err(|error| error.to_string())?;
    let data = &export["data"][0];
    let inside = |path: &Value| -> Option<String> {
        let name = Path::new(path.as_str()?).strip_prefix(folder).ok()?;
        Some(name.to_str()?.to_owned())
    };
    for file in array(&data["files"])? {
        let Some(name) = inside(&file["filename"]) else { continue };
        let reached = into.entry(name).or_default();
        for (line, count) in lines(array(&file["segments"])?)? {
            most(reached.lines.entry(line).or_default(), count);
        }
    }
    for function in array(&data["functions"])? {
        let names = array(&function["filenames"])?;
        for region in array(&function["regions"])? {
            let [l1, c1, l2, c2, count, file, _, kind] = numbers(region)?;
            let Some(name) = names.get(index(file)).and_then(inside) else { continue };
            if kind == CODE {
                let regions = &mut into.entry(name).or_default().regions;
                most(regions.entry([l1, c1, l2, c2].map(index)).or_default(), count);
            }
        }
    }
    Ok(())
}

fn most(count: &mut u64, other: u64) {
    *count = other.max(*count);
}

/// How often each line ran that has code: as llvm-cov counts them in its own reports (`LineCoverageStats`).
fn lines(segments: &[Value]) -> Result<Vec<(usize, u64)>, String> {
    let segments: Vec<Segment> = segments.iter().map(Segment::read).collect::<Result<_, _>>()?;
    let (Some(first), Some(last)) = (segments.first(), segments.last()) else { return Ok(Vec::new()) };
    let (mut lines, mut rest) = (Vec::new(), &segments[..]);
    let mut before: Option<&Segment> = None;
    for line in first.line..=last.line {
        let (here, behind) = rest.split_at(rest.iter().take_while(|segment| segment.line == line).count());
        let starts = here.iter().filter(|segment| segment.counts && segment.begins && !segment.is_gap);
        let skipped = here.first().is_some_and(|segment| !segment.counts && segment.begins);
        let around = before.filter(|segment| segment.counts).map(|segment| segment.count);
        let most = starts.map(|segment| segment.count).chain(around).max();
        if let (false, Some(count)) = (skipped, most) {
            lines.push((line, count));
        }
        before = here.last().or(before);
        rest = behind;
    }
    Ok(lines)
}

/// Where the count changes.
struct Segment {
    line: usize,
    count: u64,
    counts: bool,
    begins: bool,
    is_gap: bool,
}

impl Segment {
    fn read(value: &Value) -> Result<Self, String> {
        let number = |at: usize| value[at].as_u64();
        let flag = |at: usize| value[at].as_bool();
        match (number(0), number(2), flag(3), flag(4), flag(5)) {
            (Some(line), Some(count), Some(counts), Some(begins), Some(is_gap)) => {
                Ok(Self { line: index(line), count, counts, begins, is_gap })
            }
            _ => Err(format!("this is no segment: {value}")),
        }
    }
}

fn array(value: &Value) -> Result<&[Value], String> {
    value.as_array().map(Vec::as_slice).ok_or_else(|| "this is no export of llvm-cov as JSON".to_owned())
}

fn numbers(region: &Value) -> Result<[u64; 8], String> {
    let numbers: Vec<u64> = array(region)?.iter().filter_map(Value::as_u64).collect();
    numbers.try_into().map_err(|_| format!("this is no region: {region}"))
}

fn index(number: u64) -> usize {
    usize::try_from(number).unwrap_or(usize::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn export(segments: &str, regions: &str) -> String {
        format!(
            r#"{{"data":[{{"files":[{{"filename":"/a/src/b/c.rs","segments":[{segments}]}},{{"filename":"/a/d.rs","segments":[]}}],
            "functions":[{{"filenames":["/a/src/b/c.rs"],"regions":[{regions}]}}]}}]}}"#
        )
    }

    fn reached(exports: &[String]) -> Reached {
        let mut into = BTreeMap::new();
        for export in exports {
            unite(export.as_bytes(), Path::new("/a/src"), &mut into).expect("an export");
        }
        assert_eq!(into.len(), 1);
        into.remove("b/c.rs").expect("the file in the folder")
    }

    /// A function of three lines that ran five times, with a branch in the second that did not run.
    const SEGMENTS: &str =
        "[1,1,5,true,true,false],[2,9,0,true,true,false],[2,12,5,true,false,false],[3,2,0,false,false,false]";

    #[test]
    fn a_line_ran_as_often_as_what_is_around_it() {
        let reached = reached(&[export(SEGMENTS, "")]);
        assert_eq!(reached.lines.into_iter().collect::<Vec<_>>(), [(1, 5), (2, 5), (3, 5)]);
    }

    #[test]
    fn gaps_and_lines_without_code_do_not_count() {
        let segments = "[1,1,0,true,true,false],[1,9,0,false,false,false],[3,1,4,true,true,true],[3,5,2,true,true,false],[4,1,0,false,false,false]";
        let reached = reached(&[export(segments, "")]);
        assert_eq!(reached.lines.into_iter().collect::<Vec<_>>(), [(1, 0), (3, 2), (4, 2)]);
    }

    #[test]
    fn programs_are_united() {
        let one = export(
            "[1,1,0,true,true,false],[1,9,0,false,false,false]",
            "[1,1,1,9,0,0,0,0],[1,3,1,4,7,0,0,0]",
        );
        let other = export(
            "[1,1,3,true,true,false],[1,9,0,false,false,false]",
            "[1,1,1,9,3,0,0,0],[2,1,2,2,1,0,0,3]",
        );
        let reached = reached(&[one, other]);
        assert_eq!(reached.lines.into_iter().collect::<Vec<_>>(), [(1, 3)]);
        assert_eq!(reached.regions.into_iter().collect::<Vec<_>>(), [([1, 1, 1, 9], 3), ([1, 3, 1, 4], 7)]);
    }

    #[test]
    fn what_is_no_export_is_an_error() {
        for text in ["", "{}", r#"{"data":[{"files":[],"functions":1}]}"#] {
            assert!(unite(text.as_bytes(), Path::new("/"), &mut BTreeMap::new()).is_err(), "{text}");
        }
        let region = export("", "[1,2]");
        assert!(unite(region.as_bytes(), Path::new("/a/src"), &mut BTreeMap::new()).is_err());
    }
}
