//! Colours that can be told apart by the colour-blind and in every terminal.

/// Red, green and blue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Rgb(pub(crate) u8, pub(crate) u8, pub(crate) u8);

pub(crate) const BLACK: Rgb = Rgb(0, 0, 0);
pub(crate) const WHITE: Rgb = Rgb(255, 255, 255);
/// Axes and the outlines of things.
pub(crate) const INK: Rgb = Rgb(51, 51, 51);
/// Lines of the grid.
pub(crate) const GRID: Rgb = Rgb(217, 217, 217);
/// Lines between neurons, to be seen in print too.
pub(crate) const EDGE: Rgb = Rgb(140, 146, 156);
/// Secondary text.
pub(crate) const FAINT: Rgb = Rgb(96, 96, 96);

/// Lines of the grid in a terminal, legible on black and on white.
pub(crate) const GREY: Rgb = Rgb(138, 138, 138);

/// The colours of curves, after Okabe and Ito (2008): they differ for the colour-blind, too.
pub(crate) const CURVES: [Rgb; 6] = [
    Rgb(0, 114, 178),
    Rgb(213, 94, 0),
    Rgb(0, 158, 115),
    Rgb(204, 121, 167),
    Rgb(86, 180, 233),
    Rgb(120, 120, 120),
];

/// The curves' colours in a terminal, where they must stand out from black and from white; each is
/// one of the 256.
pub(crate) const TERMINAL_CURVES: [Rgb; 6] = [
    Rgb(0, 135, 255),
    Rgb(255, 135, 0),
    Rgb(0, 175, 135),
    Rgb(215, 95, 215),
    Rgb(0, 175, 215),
    Rgb(138, 138, 138),
];

/// How values become colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Tone {
    /// Counts: white for 0, then darker blues on a logarithmic scale, so that a few stand out beside
    /// thousands.
    Counts,
    /// Signed values: blue below 0, white at 0, red above.
    Signed,
    /// Light on black from 0 to the limit, as MNIST's digits are.
    Light,
}

const COUNTS: [Rgb; 5] = [
    Rgb(255, 255, 255),
    Rgb(198, 219, 239),
    Rgb(107, 174, 214),
    Rgb(33, 113, 181),
    Rgb(8, 48, 107),
];
const SIGNED: [Rgb; 5] = [
    Rgb(33, 102, 172),
    Rgb(146, 197, 222),
    Rgb(247, 247, 247),
    Rgb(244, 165, 130),
    Rgb(178, 24, 43),
];
const TERMINAL_COUNTS: [Rgb; 6] = [
    Rgb(255, 255, 255),
    Rgb(175, 215, 255),
    Rgb(135, 175, 255),
    Rgb(95, 135, 255),
    Rgb(0, 95, 215),
    Rgb(0, 0, 135),
];
const TERMINAL_SIGNED: [Rgb; 9] = [
    Rgb(0, 95, 175),
    Rgb(95, 135, 215),
    Rgb(135, 175, 215),
    Rgb(175, 215, 255),
    Rgb(255, 255, 255),
    Rgb(255, 215, 215),
    Rgb(255, 175, 175),
    Rgb(215, 135, 135),
    Rgb(175, 0, 0),
];
const LIGHT: [Rgb; 2] = [BLACK, WHITE];
const NO_NUMBER: Rgb = Rgb(255, 215, 0);

impl Tone {
    /// The position of a value on the scale, from 0 to 1; `None` for NaN.
    pub(crate) fn place(self, value: f64, limit: f64) -> Option<f64> {
        if value.is_nan() {
            return None;
        }
        let place = match self {
            Self::Counts => value.max(0.0).ln_1p() / limit.ln_1p(),
            Self::Signed => 0.5 + 0.5 * (value / limit),
            Self::Light => value / limit,
        };
        // Where the limit is 0, every value is.
        let middle = if self == Self::Signed { 0.5 } else { 0.0 };
        Some(if place.is_nan() { middle } else { place.clamp(0.0, 1.0) })
    }

    /// The colour at a position; gold for NaN.
    pub(crate) fn color(self, place: Option<f64>) -> Rgb {
        match (place, self) {
            (None, _) => NO_NUMBER,
            (Some(place), Self::Counts) => between(&COUNTS, place),
            (Some(place), Self::Signed) => between(&SIGNED, place),
            (Some(place), Self::Light) => between(&LIGHT, place),
        }
    }

    /// The colour at a place among a terminal's 256, in which steps from one hue to the next would
    /// be uneven.
    pub(crate) fn terminal_color(self, place: Option<f64>) -> Rgb {
        match (place, self) {
            (Some(0.0), Self::Counts) => TERMINAL_COUNTS[0],
            // Every count differs from none.
            (Some(place), Self::Counts) => TERMINAL_COUNTS[1 + (place * 4.0).round() as usize],
            (Some(place), Self::Signed) => TERMINAL_SIGNED[(place * 8.0).round() as usize],
            (place, tone) => tone.color(place),
        }
    }

    /// The character at a position, where there are no colours.
    pub(crate) fn character(self, place: Option<f64>) -> char {
        let Some(place) = place else { return '?' };
        let ramp: &[char] = match self {
            Self::Signed => &['=', '-', ' ', '+', '#'],
            Self::Counts => &[' ', '░', '▒', '▓', '█'],
            Self::Light => &[' ', '░', '▒', '▓', '█'],
        };
        ramp[((place * ramp.len() as f64) as usize).min(ramp.len() - 1)]
    }

    /// The tick values of a colour bar.
    pub(crate) fn marks(self, limit: f64) -> Vec<f64> {
        match self {
            Self::Signed => vec![-limit, -limit / 2.0, 0.0, limit / 2.0, limit],
            Self::Light => vec![0.0, limit],
            Self::Counts => {
                let powers = (0..16).map(|power| 10f64.powi(power));
                let mut marks = vec![0.0];
                // A power just below the limit would stand in its way.
                marks.extend(powers.take_while(|&count| 2.0 * count <= limit));
                marks.push(limit);
                marks
            }
        }
    }
}

fn between(stops: &[Rgb], place: f64) -> Rgb {
    // 64 levels are more than eyes tell apart, and keep the files small.
    let place = (place * 63.0).round() / 63.0 * (stops.len() - 1) as f64;
    let low = (place as usize).min(stops.len() - 2);
    let share = place - low as f64;
    let mix = |a: u8, b: u8| (f64::from(a) + share * (f64::from(b) - f64::from(a))).round() as u8;
    let (a, b) = (stops[low], stops[low + 1]);
    Rgb(mix(a.0, b.0), mix(a.1, b.1), mix(a.2, b.2))
}

impl Rgb {
    /// A pale form of this colour, for grounds that text stands on.
    pub(crate) fn tint(self) -> Self {
        let pale = |byte: u8| (255.0 - 0.28 * (255.0 - f64::from(byte))).round() as u8;
        Self(pale(self.0), pale(self.1), pale(self.2))
    }

    /// Black or white, whichever can be read better on this colour.
    pub(crate) fn contrast(self) -> Self {
        // Relative luminance, WCAG 2.1: the two contrasts are equal at 0.179.
        let linear = |byte: u8| {
            let share = f64::from(byte) / 255.0;
            if share <= 0.04045 { share / 12.92 } else { ((share + 0.055) / 1.055).powf(2.4) }
        };
        let luminance = 0.2126 * linear(self.0) + 0.7152 * linear(self.1) + 0.0722 * linear(self.2);
        if luminance > 0.179 { BLACK } else { WHITE }
    }

    /// The nearest of a terminal's 256 colours.
    pub(crate) fn terminal(self) -> u8 {
        let level = |byte: u8| match byte {
            0..=47 => 0,
            48..=114 => 1,
            _ => (byte - 35) / 40,
        };
        if self.0 == self.1 && self.1 == self.2 && (8..=238).contains(&self.0) {
            return 232 + (self.0 - 8) / 10;
        }
        16 + 36 * level(self.0) + 6 * level(self.1) + level(self.2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_the_middle_of_signed_values() {
        assert_eq!(Tone::Signed.place(0.0, 3.0), Some(0.5));
        assert_eq!(Tone::Signed.place(-9.0, 3.0), Some(0.0));
        assert_eq!(Tone::Signed.place(0.0, 0.0), Some(0.5));
        assert_eq!(Tone::Signed.place(f64::NAN, 3.0), None);
        assert_eq!(Tone::Counts.place(0.0, 0.0), Some(0.0));
        assert_eq!(Tone::Signed.character(Some(0.5)), ' ');
    }

    #[test]
    fn numbers_are_legible_on_every_shade() {
        assert_eq!(Tone::Counts.color(Some(0.0)).contrast(), BLACK);
        assert_eq!(Tone::Counts.color(Some(1.0)).contrast(), WHITE);
    }

    #[test]
    fn marks_of_counts_are_powers_of_ten() {
        assert_eq!(Tone::Counts.marks(1129.0), [0.0, 1.0, 10.0, 100.0, 1129.0]);
        assert_eq!(Tone::Counts.marks(1.0), [0.0, 1.0]);
    }

    #[test]
    fn terminals_get_the_nearest_color() {
        assert_eq!(BLACK.terminal(), 16);
        assert_eq!(WHITE.terminal(), 231);
        assert_eq!(Rgb(255, 0, 0).terminal(), 196);
        assert_eq!(Tone::Signed.terminal_color(Some(0.5)), WHITE);
        assert_ne!(Tone::Counts.terminal_color(Some(0.01)), WHITE);
    }
}
