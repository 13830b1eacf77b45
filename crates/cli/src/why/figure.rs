//! An explanation as a picture.

use super::Why;
use crate::plot::words::{self, Language};
use feedforward::explain::{ExplainError, Question};
use feedforward::plot::{CellText, Figure, HeatMap, Image, ImageGrid, Tone};
use ndarray::{Array1, Array2, ArrayView1};
use std::num::NonZeroUsize;

impl Why<'_> {
    /// The shares of pixels for the terminal; `None` if the inputs are no picture.
    ///
    /// One cell for each pixel, numbered, so that what is listed beside it can be found in it.
    pub(super) fn terminal_figure(&self) -> Option<Figure> {
        let values =
            Array2::from_shape_vec(self.picture?, self.shares.inputs.shares.clone()).ok()?;
        Some(Figure::from(HeatMap {
            title: format!("what each pixel adds: # + for {}, = - against", self.asked()),
            row_label: "row".to_owned(),
            column_label: "column".to_owned(),
            row_names: Vec::new(),
            column_names: Vec::new(),
            limit: limit(&values),
            values,
            tone: Tone::Signed,
            value_label: "share (5 % are beyond the ends)".to_owned(),
            cells: CellText::None,
            block_note: "a character: the strongest of {}".to_owned(),
        }))
    }

    /// The shares of the inputs: pictures, or else rows of cells. Where two classes are compared, each has
    /// its own beside that of their difference.
    pub(crate) fn figure(&self, language: Language) -> anyhow::Result<Figure> {
        let mut shares = Vec::new();
        if let Some(against) = self.question.against
            && !self.is_binary()
        {
            for class in [self.question.of, against] {
                shares.push((self.name(class), self.shares_of(class)?));
            }
        }
        let difference = match (self.question.against, shares.is_empty()) {
            (Some(against), false) => {
                format!("{} - {}", self.name(self.question.of), self.name(against))
            }
            _ => self.asked(),
        };
        shares.push((difference, self.shares.inputs.shares.clone()));
        // So that the sign is not told by colour alone.
        let (whole, all) = shares[shares.len() - 1].clone();
        for (word, sign) in [(words::RAISING, 1.0), (words::LOWERING, -1.0)] {
            let part = all.iter().map(|&share| if share * sign > 0.0 { share } else { 0.0 });
            shares.push((word.fill(language, &[&whole]), part.collect()));
        }
        let title = match self.question.against {
            Some(against) => {
                words::WHY_NOT.fill(language, &[&self.name(self.question.of), &self.name(against)])
            }
            None => words::WHY.fill(language, &[&self.name(self.question.of)]),
        };
        Ok(match self.picture {
            Some(size) => pictures(title, shares, size, language)?,
            None => rows(title, shares, language),
        })
    }

    /// The shares of the inputs in the logit of one class.
    fn shares_of(&self, class: usize) -> Result<Vec<f64>, ExplainError> {
        let x = ArrayView1::from(&self.x);
        Ok(self.explainer.shares(x, Question::logit(class))?.inputs.shares)
    }
}

fn pictures(
    title: String,
    shares: Vec<(String, Vec<f64>)>,
    [height, width]: [usize; 2],
    language: Language,
) -> anyhow::Result<Figure> {
    let image = |(caption, shares): (String, Vec<f64>)| {
        let values = Array1::from(shares).into_shape_with_order((height, width))?;
        Ok(Image { caption, below: String::new(), values })
    };
    Ok(Figure::from(ImageGrid {
        title,
        images: shares.into_iter().map(image).collect::<anyhow::Result<_>>()?,
        per_row: NonZeroUsize::new(3),
        tone: Tone::Signed,
        limit: None,
        value_label: words::SHARE.to(language),
    }))
}

fn rows(title: String, shares: Vec<(String, Vec<f64>)>, language: Language) -> Figure {
    let inputs = shares[0].1.len();
    let values = Array2::from_shape_fn((shares.len(), inputs), |(row, input)| shares[row].1[input]);
    Figure::from(HeatMap {
        title,
        row_label: words::LOGIT.to(language),
        column_label: words::INPUT.to(language),
        row_names: shares.into_iter().map(|(name, _)| name).collect(),
        column_names: Vec::new(),
        values,
        tone: Tone::Signed,
        limit: None,
        value_label: words::SHARE.to(language),
        cells: CellText::None,
        block_note: words::BLOCK.to(language),
    })
}

/// The end of a scale beyond which are 5 % of the shares that are not zero: with five characters, a few
/// large shares would leave all others blank.
fn limit(shares: &Array2<f64>) -> Option<f64> {
    let mut sizes: Vec<f64> = shares.iter().map(|share| share.abs()).filter(|&s| s > 0.0).collect();
    sizes.sort_by(f64::total_cmp);
    sizes.get((sizes.len() * 19 / 20).min(sizes.len().saturating_sub(1))).copied()
}
