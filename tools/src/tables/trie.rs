//! Packs one record per code point into tables: a dictionary of records, blocks of 64 code points, and indexes.

use std::collections::{BTreeSet, HashMap};
use std::hash::Hash;

/// Code points in a block.
pub(super) const BLOCK: usize = 64;
/// Code points below this one find their block by one look-up.
pub(super) const LOW_END: usize = 0x2_0000;
/// Blocks in a group; code points from `LOW_END` on find their group first.
pub(super) const GROUP: usize = 64;

/// The packed tables.
pub(super) struct Trie {
    /// Each record that occurs, in order.
    pub(super) records: Vec<u32>,
    /// Each block that occurs: 64 numbers of records.
    pub(super) blocks: Vec<Vec<u8>>,
    /// For each 64 code points below `LOW_END`, the number of their block.
    pub(super) low: Vec<u16>,
    /// Each group that occurs above: 64 numbers of blocks.
    pub(super) groups: Vec<Vec<u16>>,
    /// For each 4,096 code points from `LOW_END` on, the number of their group.
    pub(super) high: Vec<u8>,
}

impl Trie {
    /// Packs the records of all code points.
    pub(super) fn build(all: &[u32]) -> Self {
        let records: Vec<u32> = all.iter().copied().collect::<BTreeSet<_>>().into_iter().collect();
        let numbers: HashMap<u32, u8> = records
            .iter()
            .enumerate()
            .map(|(number, record)| (*record, u8::try_from(number).expect("more than 256 distinct records")))
            .collect();
        let numbered: Vec<u8> = all.iter().map(|record| numbers[record]).collect();

        let mut blocks = Pool::default();
        let mut block_numbers: Vec<u16> = Vec::new();
        for block in numbered.chunks(BLOCK) {
            block_numbers.push(u16::try_from(blocks.number(block)).expect("more than 65,536 blocks"));
        }
        let (low, above) = block_numbers.split_at(LOW_END / BLOCK);

        let mut groups = Pool::default();
        let high = above
            .chunks(GROUP)
            .map(|group| u8::try_from(groups.number(group)).expect("more than 256 groups"))
            .collect();

        Self { records, blocks: blocks.items, low: low.to_vec(), groups: groups.items, high }
    }
}

/// Numbers slices in the order of their first use.
struct Pool<T> {
    items: Vec<Vec<T>>,
    numbers: HashMap<Vec<T>, usize>,
}

impl<T> Default for Pool<T> {
    fn default() -> Self {
        Self { items: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Copy + Eq + Hash> Pool<T> {
    fn number(&mut self, slice: &[T]) -> usize {
        if let Some(number) = self.numbers.get(slice) {
            return *number;
        }
        self.items.push(slice.to_vec());
        self.numbers.insert(slice.to_vec(), self.items.len() - 1);
        self.items.len() - 1
    }
}
