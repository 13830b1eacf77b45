//! Which of many, as the flags name them.

use anyhow::bail;
use std::fmt;
use std::str::FromStr;

/// Which of several rows, digits or neurons to take, such as `0,5,10-12`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Indices(Vec<(usize, usize)>);

impl FromStr for Indices {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let number = |text: &str| {
            text.trim()
                .parse::<usize>()
                .map_err(|_| "expected numbers and ranges such as 0,5,10-12".to_owned())
        };
        let parts = text.split(',').map(|part| match part.split_once('-') {
            Some((first, last)) => {
                let (first, last) = (number(first)?, number(last)?);
                if first > last {
                    return Err(format!(
                        "the range {first}-{last} runs backwards: write {last}-{first}"
                    ));
                }
                Ok((first, last))
            }
            None => number(part).map(|index| (index, index)),
        });
        Ok(Self(parts.collect::<Result<_, _>>()?))
    }
}

impl fmt::Display for Indices {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, (first, last)) in self.0.iter().enumerate() {
            let comma = if place == 0 { "" } else { "," };
            match first == last {
                true => write!(f, "{comma}{first}")?,
                false => write!(f, "{comma}{first}-{last}")?,
            }
        }
        Ok(())
    }
}

impl Indices {
    /// Every index, once it is known how many there are; `what` is one of them.
    pub(crate) fn among(&self, count: usize, what: &str) -> anyhow::Result<Vec<usize>> {
        if let Some(&(_, last)) = self.0.iter().find(|(_, last)| *last >= count) {
            match count {
                0 => bail!("there is no {what} {last}: there are none"),
                _ => bail!("there is no {what} {last}: the last of {count} is {}", count - 1),
            }
        }
        Ok(self.0.iter().flat_map(|&(first, last)| first..=last).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn indices_are_numbers_and_ranges() {
        let indices: Indices = "7,0, 3-5".parse().unwrap();
        assert_eq!(indices.to_string(), "7,0,3-5");
        assert_eq!(indices.among(8, "row").unwrap(), [7, 0, 3, 4, 5]);
        assert_eq!(
            indices.among(7, "row").unwrap_err().to_string(),
            "there is no row 7: the last of 7 is 6"
        );
        assert_eq!(
            indices.among(0, "digit").unwrap_err().to_string(),
            "there is no digit 7: there are none"
        );
        assert_eq!(
            "5-3".parse::<Indices>(),
            Err("the range 5-3 runs backwards: write 3-5".to_owned())
        );
        assert!("a".parse::<Indices>().is_err());
    }
}
