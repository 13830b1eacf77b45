//! Each engine behind the same function: rows in, probabilities out.

use ndarray::{Array1, Array2, ArrayView2};

/// `[batch, 784]` and the batch in, `[batch, outputs]` out.
pub(crate) type Forward = Box<dyn FnMut(&[f32], usize) -> Vec<f32>>;

/// The weights and biases of a network; `sigmoid` or ReLU between the layers, softmax at the end.
struct Weights {
    layers: Vec<(Array2<f32>, Array1<f32>)>,
    sigmoid: bool,
}

/// The engine `peer`, ready to run `model`.
pub(crate) fn forward(
    peer: &str,
    models: &str,
    model: &str,
    batch: usize,
    threads: usize,
) -> Forward {
    match peer {
        "ndarray" => with_ndarray(load(models, model)),
        "gemm" => with_gemm(load(models, model), threads),
        "candle" => with_candle(load(models, model)),
        "tract" => with_tract(models, model, batch, threads),
        "rten" => with_rten(models, model, threads),
        _ => panic!("expected ndarray, gemm, candle, tract or rten, found '{peer}'"),
    }
}

fn load(models: &str, model: &str) -> Weights {
    let bytes = std::fs::read(format!("{models}/{model}.safetensors")).expect("the model is there");
    let file = safetensors::SafeTensors::deserialize(&bytes).expect("the model can be read");
    let tensor = |name: String| {
        let tensor = file.tensor(&name).expect("layers are W1, b1 and so on");
        let numbers = tensor.data().as_chunks().0.iter().map(|v| f32::from_le_bytes(*v));
        (tensor.shape().to_vec(), numbers.collect::<Vec<_>>())
    };
    let layers = (1..=file.names().len() / 2).map(|layer| {
        let (shape, weights) = tensor(format!("W{layer}"));
        let (_, bias) = tensor(format!("b{layer}"));
        let weights = Array2::from_shape_vec((shape[0], shape[1]), weights);
        (weights.expect("W is a matrix"), Array1::from_vec(bias))
    });
    Weights { layers: layers.collect(), sigmoid: model == "book" }
}

impl Weights {
    /// What follows the product of layer `index`, as a plain loop.
    fn finish(&self, index: usize, y: &mut [f32], columns: usize) {
        if index + 1 == self.layers.len() {
            y.chunks_exact_mut(columns).for_each(softmax);
        } else if self.sigmoid {
            y.iter_mut().for_each(|v| *v = 1.0 / (1.0 + (-*v).exp()));
        } else {
            y.iter_mut().for_each(|v| *v = v.max(0.0));
        }
    }
}

fn softmax(row: &mut [f32]) {
    let max = row.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    row.iter_mut().for_each(|v| *v = (*v - max).exp());
    let sum: f32 = row.iter().sum();
    row.iter_mut().for_each(|v| *v /= sum);
}

fn with_ndarray(network: Weights) -> Forward {
    Box::new(move |x, batch| {
        let view = |x| ArrayView2::from_shape((batch, 784), x).expect("x is [batch, 784]");
        let mut signal: Option<Array2<f32>> = None;
        for (index, (weights, bias)) in network.layers.iter().enumerate() {
            let mut y = match &signal {
                Some(signal) => signal.dot(weights),
                None => view(x).dot(weights),
            };
            y += bias;
            let columns = y.ncols();
            network.finish(index, y.as_slice_mut().expect("y is contiguous"), columns);
            signal = Some(y);
        }
        signal.map_or(Vec::new(), |y| y.into_raw_vec_and_offset().0)
    })
}

fn with_gemm(network: Weights, threads: usize) -> Forward {
    let parallelism = match threads {
        1 => gemm::Parallelism::None,
        _ => gemm::Parallelism::Rayon(threads),
    };
    Box::new(move |x, batch| {
        let mut signal: Vec<f32> = Vec::new();
        for (index, (weights, bias)) in network.layers.iter().enumerate() {
            let (inputs, outputs) = weights.dim();
            let bias = bias.as_slice().expect("a bias is contiguous");
            let x: &[f32] = if index == 0 { x } else { &signal };
            let mut y = bias.repeat(batch);
            assert_eq!((x.len(), y.len()), (batch * inputs, batch * outputs));
            // SAFETY: x is [batch, inputs], weights [inputs, outputs] and y [batch, outputs], all
            // row-major, as the strides say and the line above checks.
            unsafe {
                gemm::gemm(
                    batch,
                    outputs,
                    inputs,
                    y.as_mut_ptr(),
                    1,
                    outputs as isize,
                    true,
                    x.as_ptr(),
                    1,
                    inputs as isize,
                    weights.as_ptr(),
                    1,
                    outputs as isize,
                    1.0,
                    1.0,
                    false,
                    false,
                    false,
                    parallelism,
                );
            }
            network.finish(index, &mut y, outputs);
            signal = y;
        }
        signal
    })
}

fn with_candle(network: Weights) -> Forward {
    use candle_core::{Device, Tensor};
    use candle_nn::{Linear, Module, ops};
    let layer = |(weights, bias): &(Array2<f32>, Array1<f32>)| {
        let turned: Vec<f32> = weights.t().iter().copied().collect();
        let shape = (weights.ncols(), weights.nrows());
        let weights = Tensor::from_vec(turned, shape, &Device::Cpu)?;
        let bias = Tensor::from_vec(bias.to_vec(), bias.len(), &Device::Cpu)?;
        candle_core::Result::Ok(Linear::new(weights, Some(bias)))
    };
    let layers: Result<Vec<_>, _> = network.layers.iter().map(layer).collect();
    let layers = layers.expect("weights fit into memory");
    let run = move |x: &[f32], batch: usize| {
        let mut signal = Tensor::from_slice(x, (batch, 784), &Device::Cpu)?;
        for (index, layer) in layers.iter().enumerate() {
            let z = layer.forward(&signal)?;
            signal = match index + 1 == layers.len() {
                true => ops::softmax_last_dim(&z)?,
                false if network.sigmoid => ops::sigmoid(&z)?,
                false => z.relu()?,
            };
        }
        signal.flatten_all()?.to_vec1()
    };
    Box::new(move |x, batch| run(x, batch).expect("candle runs the network"))
}

fn with_tract(models: &str, model: &str, batch: usize, threads: usize) -> Forward {
    use tract_onnx::prelude::*;
    if threads > 1 {
        multithread::set_default_executor(multithread::Executor::multithread(threads));
    }
    let model = tract_onnx::onnx()
        .model_for_path(format!("{models}/{model}.onnx"))
        .and_then(|model| {
            model.with_input_fact(0, InferenceFact::dt_shape(f32::datum_type(), tvec!(batch, 784)))
        })
        .and_then(|model| model.into_optimized())
        .and_then(|model| model.into_runnable())
        .expect("tract reads the network");
    let run = move |x: &[f32], batch: usize| {
        let x = Tensor::from_shape(&[batch, 784], x)?;
        let y = model.run(tvec!(x.into()))?;
        TractResult::Ok(y[0].to_plain_array_view::<f32>()?.iter().copied().collect())
    };
    Box::new(move |x, batch| run(x, batch).expect("tract runs the network"))
}

fn with_rten(models: &str, model: &str, threads: usize) -> Forward {
    let model = rten::Model::load_file(format!("{models}/{model}.onnx"));
    let model = model.expect("rten reads the network");
    let pool = std::sync::Arc::new(rten::ThreadPool::with_num_threads(threads));
    Box::new(move |x, batch| {
        let x = rten_tensor::NdTensorView::from_data([batch, 784], x);
        let options = rten::RunOptions::default().with_thread_pool(Some(pool.clone()));
        let y = model.run_one(x.into(), Some(options)).expect("rten runs the network");
        let y: rten_tensor::NdTensor<f32, 2> = y.try_into().expect("y is a matrix");
        y.into_data()
    })
}
