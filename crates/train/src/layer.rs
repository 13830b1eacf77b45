//! A dense layer that learns: its forward pass, and directly below it the backward pass.

use crate::optimizer::{Memory, Optimizer};
use feedforward_kernels::{Activation, Kernels, PackedDense, Pool};
use feedforward_network::Dense;

/// The kernels and the threads that compute products.
#[derive(Debug)]
pub(crate) struct Arithmetic {
    pub(crate) kernels: Kernels,
    pub(crate) pool: Pool,
}

impl Arithmetic {
    /// y = x · weights + bias, with the rows shared among threads.
    fn product(&self, layer: &PackedDense, x: &[f32], y: &mut [f32]) {
        let (inputs, outputs) = (layer.inputs(), layer.outputs());
        let rows = y.len() / outputs;
        let threads = self.pool.threads_for(rows * inputs * outputs);
        let rows = rows.div_ceil(threads).max(1);
        let tasks = x.chunks(rows * inputs).zip(y.chunks_mut(rows * outputs));
        self.pool.for_each(tasks, |(x, y)| self.kernels.dense(layer, x, Activation::Identity, y));
    }
}

/// The optimiser of one step of [`Layer::update`].
#[derive(Clone, Copy, Debug)]
pub(crate) struct Rule {
    pub(crate) optimizer: Optimizer,
    pub(crate) learning_rate: f32,
    pub(crate) weight_decay: f32,
}

/// The weights and the bias of a layer, and what the optimiser remembers of earlier steps.
#[derive(Clone, Debug)]
pub(crate) struct Learned {
    pub(crate) weights: Vec<f32>,
    pub(crate) bias: Vec<f32>,
    weights_memory: Memory,
    bias_memory: Memory,
}

/// A dense layer with the signals of the last forward pass and the gradients of the last
/// backward pass. b is the batch, i the inputs and o the outputs.
#[derive(Debug)]
pub(crate) struct Layer {
    inputs: usize,
    outputs: usize,
    activation: Activation,
    /// `[i, o]`
    weights: Vec<f32>,
    /// `[o]`
    bias: Vec<f32>,
    packed: PackedDense,
    /// The weights' transpose, `[o, i]`.
    packed_back: PackedDense,
    /// dz, packed as if it were weights, `[b, o]`.
    packed_dz: PackedDense,
    /// `[b, o]`
    z: Vec<f32>,
    /// `[b, o]`
    pub(crate) y: Vec<f32>,
    /// x transposed, `[i, b]`.
    x_transposed: Vec<f32>,
    /// `[i, o]`
    pub(crate) dweights: Vec<f32>,
    /// `[o]`
    pub(crate) dbias: Vec<f32>,
    weights_memory: Memory,
    bias_memory: Memory,
    /// Zeros, as many as the larger of inputs and outputs: the bias of products without one.
    zeros: Vec<f32>,
}

impl Layer {
    pub(crate) fn new(dense: &Dense) -> Self {
        let (inputs, outputs) = (dense.inputs(), dense.outputs());
        let (weights, bias) = dense.as_slices();
        Self {
            inputs,
            outputs,
            activation: dense.activation(),
            weights: weights.to_vec(),
            bias: bias.to_vec(),
            packed: PackedDense::new(weights, bias, inputs),
            packed_back: PackedDense::zeros(outputs, inputs),
            packed_dz: PackedDense::zeros(0, outputs),
            z: Vec::new(),
            y: Vec::new(),
            x_transposed: Vec::new(),
            dweights: vec![0.0; inputs * outputs],
            dbias: vec![0.0; outputs],
            weights_memory: Memory::new(),
            bias_memory: Memory::new(),
            zeros: vec![0.0; inputs.max(outputs)],
        }
    }

    pub(crate) fn inputs(&self) -> usize {
        self.inputs
    }

    pub(crate) fn outputs(&self) -> usize {
        self.outputs
    }

    pub(crate) fn activation(&self) -> Activation {
        self.activation
    }

    /// The weights, `[i, o]`, and the bias, `[o]`.
    pub(crate) fn parameters(&self) -> (&[f32], &[f32]) {
        (&self.weights, &self.bias)
    }

    /// What it has learned so far.
    pub(crate) fn learned(&self) -> Learned {
        Learned {
            weights: self.weights.clone(),
            bias: self.bias.clone(),
            weights_memory: self.weights_memory.clone(),
            bias_memory: self.bias_memory.clone(),
        }
    }

    /// Goes on from what a layer of this shape had learned.
    pub(crate) fn restore(&mut self, learned: &Learned) {
        self.set_parameters(&learned.weights, &learned.bias);
        self.weights_memory.clone_from(&learned.weights_memory);
        self.bias_memory.clone_from(&learned.bias_memory);
    }

    /// Goes on from these weights `[i, o]` and this bias `[o]`.
    pub(crate) fn set_parameters(&mut self, weights: &[f32], bias: &[f32]) {
        self.weights.copy_from_slice(weights);
        self.bias.copy_from_slice(bias);
        self.packed.pack(weights, bias);
    }

    /// Forgets what the optimiser remembers of earlier steps.
    pub(crate) fn forget(&mut self) {
        self.weights_memory = Memory::new();
        self.bias_memory = Memory::new();
    }

    /// z = x · W + b, y = h(z), for x `[b, i]`.
    pub(crate) fn forward(&mut self, arithmetic: &Arithmetic, x: &[f32]) {
        let batch = x.len() / self.inputs;
        self.z.resize(batch * self.outputs, 0.0);
        arithmetic.product(&self.packed, x, &mut self.z);
        self.y.clone_from(&self.z);
        arithmetic.kernels.activate(self.activation, &mut self.y);
    }

    /// From dy `[b, o]`, which becomes dz, to the gradients:
    /// dz = dy · h'(z), dW = xᵀ · dz, db = the sum of dz's rows.
    pub(crate) fn backward(&mut self, arithmetic: &Arithmetic, x: &[f32], dy: &mut [f32]) {
        let batch = x.len() / self.inputs;
        arithmetic.kernels.activation_backward(self.activation, &self.z, &self.y, dy);
        let dz = dy;
        if self.packed_dz.inputs() != batch {
            self.packed_dz = PackedDense::zeros(batch, self.outputs);
        }
        self.packed_dz.pack(dz, &self.zeros[..self.outputs]);
        transpose(x, self.inputs, &mut self.x_transposed);
        arithmetic.product(&self.packed_dz, &self.x_transposed, &mut self.dweights);
        self.dbias.fill(0.0);
        for row in dz.chunks_exact(self.outputs) {
            self.dbias.iter_mut().zip(row).for_each(|(sum, d)| *sum += d);
        }
    }

    /// dx = dz · Wᵀ, which is dy of the layer before.
    pub(crate) fn backward_input(
        &mut self,
        arithmetic: &Arithmetic,
        dz: &[f32],
        dx: &mut Vec<f32>,
    ) {
        self.packed_back.pack_transposed(&self.weights, &self.zeros[..self.inputs]);
        dx.resize(dz.len() / self.outputs * self.inputs, 0.0);
        arithmetic.product(&self.packed_back, dz, dx);
    }

    /// Changes the weights and the bias by their gradients.
    pub(crate) fn update(&mut self, rule: Rule) {
        let Rule { optimizer, learning_rate, weight_decay } = rule;
        let (weights, bias) = (&mut self.weights, &mut self.bias);
        self.weights_memory.step(optimizer, learning_rate, weight_decay, weights, &self.dweights);
        self.bias_memory.step(optimizer, learning_rate, 0.0, bias, &self.dbias);
        self.packed.pack(weights, bias);
    }
}

/// Overwrites `to` with the transpose of `x`, which has rows of `columns` numbers.
fn transpose(x: &[f32], columns: usize, to: &mut Vec<f32>) {
    let rows = x.len() / columns;
    to.resize(x.len(), 0.0);
    for (column, to) in to.chunks_exact_mut(rows).enumerate() {
        for (to, row) in to.iter_mut().zip(x.chunks_exact(columns)) {
            *to = row[column];
        }
    }
}
