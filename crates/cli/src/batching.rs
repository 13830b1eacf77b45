//! A network's outputs, batch by batch.

use crate::flags::BatchArgs;
use feedforward::{Network, NetworkError, Predictor, PredictorOptions, Workspace};
use ndarray::{Array2, ArrayView2, Axis};

impl BatchArgs {
    /// `network` prepared to run.
    pub(crate) fn predictor(self, network: &Network) -> Result<Predictor, NetworkError> {
        Predictor::new(network, &PredictorOptions { threads: self.threads.get(), isa: None })
    }

    /// The outputs for all rows of `x`, computed batch by batch.
    pub(crate) fn predict(
        self,
        predictor: &Predictor,
        x: ArrayView2<'_, f32>,
    ) -> Result<Array2<f32>, NetworkError> {
        let mut y = Array2::zeros((x.nrows(), predictor.outputs()));
        let mut workspace = Workspace::default();
        let batches = x.axis_chunks_iter(Axis(0), self.batch.get());
        for (x, y) in batches.zip(y.axis_chunks_iter_mut(Axis(0), self.batch.get())) {
            predictor.predict_into(x, y, &mut workspace)?;
        }
        Ok(y)
    }
}
