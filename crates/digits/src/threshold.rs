//! The threshold between ink and paper.

use ndarray::Array2;

/// Otsu's threshold, and the distance between the means on its two sides.
pub(crate) fn otsu(difference: &Array2<f32>) -> (f32, f32) {
    let mut histogram = [0u64; 256];
    for &d in difference {
        histogram[d.round().clamp(0.0, 255.0) as usize] += 1;
    }
    let total = difference.len() as f64;
    let sum: f64 = histogram.iter().enumerate().map(|(d, &n)| d as f64 * n as f64).sum();
    let (mut below, mut below_sum) = (0.0, 0.0);
    let (mut best, mut threshold, mut contrast) = (0.0, 0.0, 0.0);
    for (d, &n) in histogram.iter().enumerate() {
        below += n as f64;
        below_sum += d as f64 * n as f64;
        if n == 0 || below == total {
            continue;
        }
        let distance = (sum - below_sum) / (total - below) - below_sum / below;
        let between = below * (total - below) * distance * distance;
        if between > best {
            (best, threshold, contrast) = (between, d as f32 + 0.5, distance as f32);
        }
    }
    (threshold, contrast)
}
