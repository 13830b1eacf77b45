//! The server: connections from this machine, until Ctrl-C.

use super::answer::answer;
use super::site::Site;
use anyhow::{Context, anyhow};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::{TokioIo, TokioTimer};
use std::convert::Infallible;
use std::future::ready;
use std::io::ErrorKind;
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpStream;
use tokio::runtime;
use tokio::sync::Notify;
use tokio::time::sleep;

/// How long a connection may be idle, or take to send what it asks for.
const PATIENCE: Duration = Duration::from_secs(60);

/// A port of this machine, reserved; Ctrl-C is watched for.
#[derive(Debug)]
pub(super) struct Server {
    listener: TcpListener,
    port: u16,
    /// Notified by Ctrl-C.
    stop: Arc<Notify>,
}

impl Server {
    /// Reserves a port of 127.0.0.1, which no other machine reaches; 0 is one that is free. From now on,
    /// Ctrl-C ends [`run`](Self::run), also if it comes before.
    pub(super) fn bind(port: u16) -> anyhow::Result<Self> {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, port)).map_err(|error| {
            let reason = match error.kind() {
                ErrorKind::AddrInUse => "another program uses it".to_owned(),
                ErrorKind::PermissionDenied => "the system reserves it".to_owned(),
                _ => error.to_string(),
            };
            anyhow!("--port {port}: {reason}; choose another, or leave the flag out for one that is free")
        })?;
        let port = listener.local_addr().context("the system gives the port no number")?.port();
        listener.set_nonblocking(true)?;
        let stop = Arc::new(Notify::new());
        let stopped = Arc::clone(&stop);
        ctrlc::set_handler(move || stopped.notify_one())
            .context("the system refuses to tell of Ctrl-C")?;
        Ok(Self { listener, port, stop })
    }

    pub(super) fn port(&self) -> u16 {
        self.port
    }

    /// Answers until Ctrl-C.
    pub(super) fn run(self, site: Site) -> anyhow::Result<()> {
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(async {
            let listener = tokio::net::TcpListener::from_std(self.listener)?;
            tokio::spawn(accept(listener, Arc::new(site)));
            self.stop.notified().await;
            Ok(())
        })
    }
}

async fn accept(listener: tokio::net::TcpListener, site: Arc<Site>) {
    loop {
        match listener.accept().await {
            Ok((stream, _)) => drop(tokio::spawn(converse(stream, Arc::clone(&site)))),
            // Too many connections are open: some will end.
            Err(_) => sleep(Duration::from_millis(100)).await,
        }
    }
}

/// Answers the requests of one connection.
async fn converse(stream: TcpStream, site: Arc<Site>) {
    let service = service_fn(|request| ready(Ok::<_, Infallible>(answer(&site, &request))));
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(PATIENCE)
        .serve_connection(TokioIo::new(stream), service);
    // A connection that breaks off is the browser's affair.
    let _ = connection.await;
}
