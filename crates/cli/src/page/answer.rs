//! From a request to an answer.

use super::site::{Item, Site};
use crate::shown::escape;
use http_body_util::Full;
use hyper::body::Bytes;
use hyper::header::{self, HeaderName, HeaderValue};
use hyper::{HeaderMap, Method, Request, Response, StatusCode};

/// What every answer says: nothing is taken from another host, nothing of another host reads this, no
/// type is guessed, and nobody is told where the reader comes from.
const EVERY: [(HeaderName, &str); 8] = [
    (
        header::CONTENT_SECURITY_POLICY,
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' blob: data:; connect-src 'self'; worker-src 'self'; base-uri 'none'; \
         form-action 'none'; frame-ancestors 'none'",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    // Another version of the program may be at the same port tomorrow.
    (header::CACHE_CONTROL, "no-cache"),
    (header::VARY, "accept-encoding"),
    (header::ALLOW, "GET, HEAD"),
];

/// The answer of a site to a request.
pub(super) fn answer<B>(site: &Site, request: &Request<B>) -> Response<Full<Bytes>> {
    let mut response = respond(site, request);
    for (name, value) in EVERY {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

fn respond<B>(site: &Site, request: &Request<B>) -> Response<Full<Bytes>> {
    // A request may name its host twice: in its first line, and in a header.
    let host = request.headers().get(header::HOST).map_or("", |host| host.to_str().unwrap_or(""));
    let authority = request.uri().authority().map_or(host, |authority| authority.as_str());
    if !site.is_host(host) || authority != host {
        let message = format!("this server answers to {} only", site.hosts().join(", "));
        return text(StatusCode::MISDIRECTED_REQUEST, message);
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let message = format!("expected GET or HEAD, found {}", request.method());
        return text(StatusCode::METHOD_NOT_ALLOWED, message);
    }
    let path = request.uri().path();
    if let Some(item) = site.item(path) {
        return give(item, request.headers());
    }
    let folder = format!("{path}/");
    match (site.item(&folder), HeaderValue::try_from(&folder)) {
        (Some(_), Ok(folder)) => {
            let mut response = text(StatusCode::PERMANENT_REDIRECT, String::new());
            response.headers_mut().insert(header::LOCATION, folder);
            response
        }
        _ => {
            let message = format!("there is no {} here; the page is at /", escape(path));
            text(StatusCode::NOT_FOUND, message)
        }
    }
}

/// The bytes of an item, as gzip if the browser takes that, unless it has them.
fn give(item: &Item, headers: &HeaderMap) -> Response<Full<Bytes>> {
    let compressed = takes_gzip(headers).then(|| item.compressed()).flatten();
    let tag = match compressed {
        Some(_) => format!("\"{}-gzip\"", item.digest),
        None => format!("\"{}\"", item.digest),
    };
    let mut response = Response::new(Full::default());
    if has(headers, &tag) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
    } else {
        let fields = response.headers_mut();
        fields.insert(header::CONTENT_TYPE, HeaderValue::from_static(item.media_type));
        if compressed.is_some() {
            fields.insert(header::CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        *response.body_mut() = Full::new(compressed.unwrap_or_else(|| item.bytes.clone()));
    }
    if let Ok(tag) = HeaderValue::try_from(tag) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    response
}

/// Each part of a header whose values are separated by commas.
fn parts(headers: &HeaderMap, name: HeaderName) -> impl Iterator<Item = &str> {
    let values = headers.get_all(name).into_iter().filter_map(|value| value.to_str().ok());
    values.flat_map(|value| value.split(',')).map(str::trim)
}

fn takes_gzip(headers: &HeaderMap) -> bool {
    parts(headers, header::ACCEPT_ENCODING).any(|part| {
        let (name, quality) = part.split_once(';').unwrap_or((part, ""));
        let quality = quality.trim().strip_prefix("q=").map_or(1.0, |q| q.parse().unwrap_or(0.0));
        name.trim().eq_ignore_ascii_case("gzip") && quality > 0.0
    })
}

/// Whether the browser has what this tag names.
fn has(headers: &HeaderMap, tag: &str) -> bool {
    parts(headers, header::IF_NONE_MATCH)
        .any(|part| part == "*" || part.strip_prefix("W/").unwrap_or(part) == tag)
}

fn text(status: StatusCode, mut message: String) -> Response<Full<Bytes>> {
    message.push('\n');
    let mut response = Response::new(Full::new(Bytes::from(message)));
    *response.status_mut() = status;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response
}

#[cfg(test)]
mod tests {
    use super::*;
    use http_body_util::BodyExt;
    use std::io::Read;

    const HOST: (&str, &str) = ("host", "localhost:7");

    fn ask(method: &str, path: &str, headers: &[(&str, &str)]) -> Response<Full<Bytes>> {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answer(&Site::new(7, None).unwrap(), &request.body(()).unwrap())
    }

    fn body(response: Response<Full<Bytes>>) -> Vec<u8> {
        let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
        runtime.block_on(response.into_body().collect()).unwrap().to_bytes().to_vec()
    }

    #[test]
    fn a_file_comes_as_gzip_to_those_who_take_it() {
        let plain = ask("GET", "/app.js", &[HOST]);
        assert_eq!(plain.status(), 200);
        assert_eq!(plain.headers()["content-type"], "text/javascript; charset=utf-8");
        assert!(!plain.headers().contains_key("content-encoding"));
        let gzip = ask("GET", "/app.js", &[HOST, ("accept-encoding", "br, gzip;q=0.5")]);
        assert_eq!(gzip.headers()["content-encoding"], "gzip");
        assert_ne!(plain.headers()["etag"], gzip.headers()["etag"]);
        let (plain, gzip) = (body(plain), body(gzip));
        assert!(gzip.len() < plain.len() / 2);
        let mut found = Vec::new();
        flate2::read::GzDecoder::new(&gzip[..]).read_to_end(&mut found).unwrap();
        assert_eq!(found, plain);
        for refused in ["gzip;q=0", "br", "x-gzip"] {
            let response = ask("GET", "/app.js", &[HOST, ("accept-encoding", refused)]);
            assert!(!response.headers().contains_key("content-encoding"), "{refused}");
        }
    }

    #[test]
    fn what_the_browser_has_is_not_sent_again() {
        let tag = ask("GET", "/app.js", &[HOST]).headers()["etag"].to_str().unwrap().to_owned();
        for known in [tag.clone(), format!("\"a\", W/{tag}"), "*".to_owned()] {
            let response = ask("GET", "/app.js", &[HOST, ("if-none-match", &known)]);
            assert_eq!(response.status(), 304, "{known}");
            assert_eq!(response.headers()["etag"], *tag);
            assert!(body(response).is_empty());
        }
        let response = ask("GET", "/app.css", &[HOST, ("if-none-match", &tag)]);
        assert_eq!(response.status(), 200);
    }

    #[test]
    fn a_request_for_another_host_gets_nothing() {
        for headers in [&[][..], &[("host", "evil.example:7")], &[("host", "localhost:8")]] {
            assert_eq!(ask("GET", "/", headers).status(), 421, "{headers:?}");
        }
        assert_eq!(ask("GET", "http://evil.example:7/", &[HOST]).status(), 421);
        assert_eq!(ask("GET", "http://localhost:7/", &[HOST]).status(), 200);
    }

    #[test]
    fn every_answer_is_under_the_same_policy() {
        for (method, path, status) in [
            ("GET", "/", 200),
            ("HEAD", "/en/", 200),
            ("GET", "/en", 308),
            ("GET", "/none", 404),
            ("GET", "/%2e%2e/Cargo.toml", 404),
            ("GET", "/model.json", 404),
            ("POST", "/", 405),
            ("DELETE", "/app.js", 405),
        ] {
            let response = ask(method, path, &[HOST]);
            assert_eq!(response.status(), status, "{method} {path}");
            for (name, value) in EVERY {
                assert_eq!(response.headers()[&name], value, "{method} {path}");
            }
        }
        let message = String::from_utf8(body(ask("GET", "/none", &[HOST]))).unwrap();
        assert_eq!(message, "there is no /none here; the page is at /\n");
    }
}
