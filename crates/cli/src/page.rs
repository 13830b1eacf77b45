//! `feedforward page`: the page in the browser, served by this machine to itself.

mod address;
mod answer;
mod server;
mod site;

use crate::console::{Console, note};
use crate::flags::ModelArgs;
use crate::hints::sentence;
use crate::model::NamedModel;
use crate::outcome::Outcome;
use crate::shown::Foreign;
use crate::source::check_file;
use crate::value::port;
use address::{Language, Link, Section};
use anyhow::{Context, ensure};
use clap::Args;
use feedforward::{Model, bytes};
use server::Server;
use site::{OpenedModel, Site};

/// Open the page: touch neurons, draw digits and train networks in the browser.
///
/// It needs no internet access, and nothing leaves the machine: the program gives the page to the
/// browser at 127.0.0.1, where no other machine can reach it. Ctrl-C ends it.
#[derive(Debug, Args)]
#[command(after_help = "Examples:
  feedforward page                            open the page in the browser
  feedforward page --language ko --section learning
  feedforward page --model sample_weight.pkl --hidden sigmoid
  feedforward page --no-open --port 8080      only print the address")]
pub(crate) struct PageArgs {
    /// The port; by default, one that is free.
    #[arg(long, value_name = "PORT", value_parser = port)]
    port: Option<u16>,
    /// Print the address and open no browser.
    #[arg(long)]
    no_open: bool,
    /// The language; by default, the browser's.
    #[arg(long, value_name = "LANGUAGE", value_enum)]
    language: Option<Language>,
    /// The section; by default, the first, and with --model the digits.
    #[arg(long, value_name = "SECTION", value_enum)]
    section: Option<Section>,
    #[command(flatten)]
    model: ModelArgs,
}

pub(crate) fn run(args: &PageArgs, console: &mut Console) -> anyhow::Result<Outcome> {
    let model = opened(args)?;
    let server = Server::bind(args.port.unwrap_or(0))?;
    let link = Link { language: args.language, section: args.section, has_model: model.is_some() };
    let address = format!("http://127.0.0.1:{}/{link}", server.port());
    let site = Site::new(server.port(), model)?;
    writeln!(console.out(), "{address}")?;
    console.finish()?;
    if !args.no_open
        && let Err(error) = open::that_detached(&address).context("no browser can be opened")
    {
        note(format_args!("{}: open the address yourself", sentence(&error)));
    }
    note("Ctrl-C ends it");
    server.run(site)?;
    Ok(Outcome::Done)
}

/// The file that the page opens with, after it has been read as every command reads it.
fn opened(args: &PageArgs) -> anyhow::Result<Option<OpenedModel>> {
    let reading = &args.model.reading;
    let Some(path) = &args.model.model else {
        ensure!(
            reading.is_default(),
            "--hidden, --output and --transpose say how a file is read: name it with --model FILE"
        );
        return Ok(None);
    };
    ensure!(
        args.section.is_none_or(|section| section == Section::Digits),
        "--model opens in the section digits: leave --section out"
    );
    check_file(path)?;
    let options = reading.options();
    let bytes = bytes::load(path, options.limits.file_bytes)?;
    let name = Foreign::path(path).into_owned();
    let model = Model::read_with(&bytes, &options).with_context(|| name.to_string())?;
    NamedModel::new(model, name);
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    Ok(Some(OpenedModel::new(name, bytes, reading)))
}
