//! What of a value surely is the future of a concurrent call, or what stands in for its value: itself, what it holds, or what it gives.
//!
//! ```python
//! count(page)                                 # itself
//! [count(page) for page in pages]             # each of what it holds
//! [(page, count(page)) for page in pages]     # of each the second part
//! ```
//! What may be something else, too, is nothing sure. Must not know types.

use std::sync::Arc;

/// How deep containers of containers are followed.
const DEPTH: usize = 4;

/// What of a value surely is a future of a concurrent call, or what stands in for its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Futures {
    /// Nothing.
    #[default]
    None,
    /// It is one.
    Itself,
    /// It stands in for the value of one.
    StandIn,
    /// That of each thing that it holds (of a dict: of each value).
    Each(Arc<Futures>),
    /// That of each part of a tuple.
    Parts(Arc<[Futures]>),
    /// That of the result, of a future that somebody else made.
    Result(Arc<Futures>),
}

impl Futures {
    /// Of a container in which all is so.
    pub(super) fn each(held: Futures) -> Futures {
        if held == Futures::None || held.depth() >= DEPTH {
            Futures::None
        } else {
            Futures::Each(Arc::new(held))
        }
    }

    /// Of a tuple of such parts.
    pub(super) fn parts(parts: impl IntoIterator<Item = Futures>) -> Futures {
        let parts: Arc<[Futures]> = parts.into_iter().collect();
        match parts.iter().all(|part| *part == Futures::None || part.depth() >= DEPTH) {
            true => Futures::None,
            false => Futures::Parts(parts),
        }
    }

    /// Of somebody else's future of such a result.
    pub(super) fn result(result: Futures) -> Futures {
        if result == Futures::None || result.depth() >= DEPTH {
            Futures::None
        } else {
            Futures::Result(Arc::new(result))
        }
    }

    fn depth(&self) -> usize {
        match self {
            Futures::None | Futures::Itself | Futures::StandIn => 1,
            Futures::Each(inner) | Futures::Result(inner) => 1 + inner.depth(),
            Futures::Parts(parts) => 1 + parts.iter().map(Futures::depth).max().unwrap_or(0),
        }
    }

    /// What is sure of both.
    pub(super) fn met(&self, other: &Futures) -> Futures {
        match (self, other) {
            (Futures::Itself, Futures::Itself) => Futures::Itself,
            (Futures::StandIn, Futures::StandIn) => Futures::StandIn,
            (Futures::Each(one), Futures::Each(other)) => Futures::each(one.met(other)),
            (Futures::Result(one), Futures::Result(other)) => Futures::result(one.met(other)),
            (Futures::Parts(one), Futures::Parts(other)) if one.len() == other.len() => {
                Futures::parts(one.iter().zip(other.iter()).map(|(one, other)| one.met(other)))
            }
            (Futures::Parts(_), Futures::Each(_) | Futures::Parts(_))
            | (Futures::Each(_), Futures::Parts(_)) => Futures::each(self.element().met(&other.element())),
            _ => Futures::None,
        }
    }

    /// Of any one thing that such a container holds.
    pub(super) fn element(&self) -> Futures {
        match self {
            Futures::Each(held) => Futures::clone(held),
            Futures::Parts(parts) => {
                let mut rest = parts.iter();
                let first = rest.next().cloned().unwrap_or_default();
                rest.fold(first, |met, part| met.met(part))
            }
            _ => Futures::None,
        }
    }

    /// Of the part at `place` of `count`, where it is taken apart.
    pub(super) fn part(&self, place: usize, count: usize) -> Futures {
        match self {
            Futures::Parts(parts) if parts.len() == count => parts[place].clone(),
            Futures::Each(held) => Futures::clone(held),
            _ => Futures::None,
        }
    }

    /// Whether it tells of a container.
    pub(super) fn is_of_container(&self) -> bool {
        !matches!(self, Futures::Itself | Futures::StandIn | Futures::Result(_))
    }
}
