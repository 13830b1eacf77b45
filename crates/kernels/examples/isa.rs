//! Prints the instruction set that would run, or why the one forced by `FEEDFORWARD_ISA`
//! cannot, with exit status 1.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward_kernels::Kernels;
use std::process::ExitCode;

fn main() -> ExitCode {
    match Kernels::select() {
        Ok(kernels) => {
            println!("{} ({})", kernels.isa(), kernels.dense_name());
            ExitCode::SUCCESS
        }
        Err(reason) => {
            println!("{reason}");
            ExitCode::FAILURE
        }
    }
}
