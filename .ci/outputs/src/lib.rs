//! The outputs of a network for pictures of 28x28 grey levels, for machines on which the command does
//! not run: as a program, and as plain functions for a host of WebAssembly.

#[path = "../../../crates/kernels/tests/differential/case.rs"]
#[expect(dead_code, reason = "large cases are for the native tests")]
mod case;

use feedforward_files::Model;
use feedforward_network::{Predictor, Workspace};
use std::cell::RefCell;

/// A network and pictures as its inputs.
pub struct Digits {
    predictor: Predictor,
    workspace: Workspace,
    inputs: Vec<f32>,
    outputs: Vec<f32>,
}

impl Digits {
    /// A network from the bytes of its file; grey levels become inputs as MNIST's do.
    pub fn new(model: &[u8], pixels: &[u8]) -> Self {
        let model = Model::read(model).expect("the file of a network");
        let predictor = model.network.predictor().expect("kernels");
        let rows = pixels.len() / predictor.inputs();
        Self {
            inputs: pixels.iter().map(|&pixel| f32::from(pixel) / 255.0).collect(),
            outputs: vec![0.0; rows * predictor.outputs()],
            workspace: Workspace::default(),
            predictor,
        }
    }

    /// Predicts `count` pictures from `start` on: all outputs so far.
    pub fn predict(&mut self, start: usize, count: usize) -> &[f32] {
        let (inputs, outputs) = (self.predictor.inputs(), self.predictor.outputs());
        let x = &self.inputs[start * inputs..][..count * inputs];
        let y = &mut self.outputs[start * outputs..][..count * outputs];
        let x = ndarray::ArrayView2::from_shape((count, inputs), x).expect("whole rows");
        let y = ndarray::ArrayViewMut2::from_shape((count, outputs), y).expect("whole rows");
        self.predictor.predict_into(x, y, &mut self.workspace).expect("as many inputs as it takes");
        &self.outputs
    }

    /// The name of the kernel that multiplies.
    pub fn kernel_name(&self) -> &'static str {
        self.predictor.kernel_name()
    }
}

thread_local! {
    static DIGITS: RefCell<Option<Digits>> = const { RefCell::new(None) };
    static BUFFERS: RefCell<Vec<Vec<u8>>> = const { RefCell::new(Vec::new()) };
    static TEXT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Room for `len` bytes that the host writes before it calls [`load`].
#[unsafe(no_mangle)]
pub extern "C" fn buffer(len: usize) -> *mut u8 {
    let mut bytes = vec![0; len];
    let address = bytes.as_mut_ptr();
    BUFFERS.with_borrow_mut(|buffers| buffers.push(bytes));
    address
}

/// Takes the network from the first buffer and the grey levels from the second.
#[unsafe(no_mangle)]
pub extern "C" fn load() {
    BUFFERS.with_borrow_mut(|buffers| {
        DIGITS.set(Some(Digits::new(&buffers[0], &buffers[1])));
        buffers.clear();
    });
}

/// Predicts pictures: where the outputs of all pictures are.
#[unsafe(no_mangle)]
pub extern "C" fn predict(start: usize, count: usize) -> *const f32 {
    DIGITS.with_borrow_mut(|digits| {
        digits.as_mut().expect("load is called first").predict(start, count).as_ptr()
    })
}

/// The length of what [`text`] points at: the name of the kernel.
#[unsafe(no_mangle)]
pub extern "C" fn kernel_name() -> usize {
    let name = DIGITS.with_borrow(|digits| digits.as_ref().map(Digits::kernel_name));
    say(name.unwrap_or_default().to_owned())
}

/// Compares the kernels with the reference for so many cases: the length of what [`text`] points at,
/// which says what differs.
#[unsafe(no_mangle)]
pub extern "C" fn differences(first: u32, cases: u32) -> usize {
    for seed in first..first + cases {
        if let Err(difference) = case::check(seed.into(), case::Size::Small) {
            return say(difference);
        }
    }
    0
}

/// What the function before it had to say.
#[unsafe(no_mangle)]
pub extern "C" fn text() -> *const u8 {
    TEXT.with_borrow(|text| text.as_ptr())
}

fn say(text: String) -> usize {
    let len = text.len();
    TEXT.set(text);
    len
}
