//! How often a digit of MNIST's test set is doubted, and how often rightly.

use feedforward::digits::{self, Picture, PictureOptions};
use feedforward::models;
use std::error::Error;

#[test]
fn few_digits_are_doubted_and_half_of_those_that_are_read_wrong() -> Result<(), Box<dyn Error>> {
    let test = digits::test_set()?;
    let predictor = models::digits()?.network.predictor()?;
    let y = predictor.predict(&test.inputs())?;
    let classes = predictor.classify(&test.inputs())?;
    let (mut doubted, mut wrong, mut wrong_and_doubted) = (0, 0, 0);
    for (i, image) in test.images().outer_iter().enumerate() {
        let picture = Picture::from_gray(image.to_owned())?;
        let prepared = digits::prepare_picture(&picture, &PictureOptions::default())?;
        let class = classes[i];
        let is_doubted = !digits::doubts(&prepared, class, y[[i, class]]).is_empty();
        let is_wrong = class != test.labels()[i];
        doubted += usize::from(is_doubted);
        wrong += usize::from(is_wrong);
        wrong_and_doubted += usize::from(is_doubted && is_wrong);
    }
    println!("{doubted} of 10000 doubted; of {wrong} read wrong, {wrong_and_doubted}");
    assert_eq!(wrong, 110);
    assert!(doubted <= 350, "{doubted} of 10000 digits are doubted");
    assert!(wrong_and_doubted >= 50, "{wrong_and_doubted} of {wrong} wrong ones are doubted");
    Ok(())
}
