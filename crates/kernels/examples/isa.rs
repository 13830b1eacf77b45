//! Prints the instruction set that would run, or why the one forced by `FEEDFORWARD_ISA`
//! cannot, with exit status 1. With `--list`, all that this processor has, the most capable last.
#![expect(clippy::print_stdout, reason = "an example prints its result")]

use feedforward_kernels::{Isa, Kernels};
use std::process::ExitCode;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--list") {
        for isa in Isa::ALL.into_iter().filter(|isa| isa.is_available()) {
            println!("{isa}");
        }
        return ExitCode::SUCCESS;
    }
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
