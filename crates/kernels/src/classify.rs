//! From a row of outputs to a class.

/// The class of a row: the index of its largest number.
///
/// Of equal numbers the first wins, and a NaN counts as larger than every number, as with
/// NumPy's `argmax`. `None` for an empty row.
///
/// # Examples
///
/// ```
/// assert_eq!(feedforward_kernels::class_of(&[0.1, 0.8, 0.1]), Some(1));
/// assert_eq!(feedforward_kernels::class_of(&[]), None);
/// ```
pub fn class_of(row: &[f32]) -> Option<usize> {
    let (mut class, mut largest) = (0, *row.first()?);
    for (index, &value) in row.iter().enumerate() {
        if largest.is_nan() {
            break;
        }
        if value > largest || value.is_nan() {
            (class, largest) = (index, value);
        }
    }
    Some(class)
}

#[cfg(test)]
mod tests {
    use super::class_of;

    #[test]
    fn ties_and_nans_are_settled_as_numpy_does() {
        let nan = f32::NAN;
        assert_eq!(class_of(&[1.0, 3.0, 3.0]), Some(1));
        assert_eq!(class_of(&[1.0, nan, 3.0, nan]), Some(1));
        assert_eq!(class_of(&[nan, 5.0]), Some(0));
        assert_eq!(class_of(&[f32::NEG_INFINITY; 3]), Some(0));
        assert_eq!(class_of(&[-0.0, 0.0]), Some(0));
    }
}
