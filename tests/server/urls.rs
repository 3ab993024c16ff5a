//! URLs to paths.

use poolproof::{iis, world::Unmapped};

use super::server;

const WORLD: &str = "server BOX runs IIS 10.0
site Shop at D:\\shop in pool Red
  application /a at D:\\app in pool Blue
  virtual folder /a/img at E:\\img
  virtual folder /old at D:\\old
";

#[test]
fn the_longest_beginning_counts() {
    let server = server(WORLD);
    for (url, application, path, pool) in [
        ("/", "/", "D:\\shop", "Red"),
        ("/x/y.asp?q=/a", "/", "D:\\shop\\x\\y.asp", "Red"),
        ("/A/p.aspx", "/a", "D:\\app\\p.aspx", "Blue"),
        ("/ab/p.aspx", "/", "D:\\shop\\ab\\p.aspx", "Red"),
        ("/a/img/../img/x.png", "/a", "E:\\img\\x.png", "Blue"),
        ("/old/../../x", "/", "D:\\shop\\x", "Red"),
        ("/old/x", "/", "D:\\old\\x", "Red"),
    ] {
        let mapped = server.map_url(Some("shop"), url).expect("a site");
        assert_eq!(mapped.application.as_str(), application, "{url}");
        assert_eq!(mapped.path.as_str(), path, "{url}");
        assert_eq!(iis::pool_of(&mapped).as_str(), pool, "{url}");
    }
}

#[test]
fn a_site_must_be_told_where_there_are_several() {
    let server = server("server BOX runs IIS 10.0\nsite A at D:\\a\nsite B at D:\\b\n");
    let both = vec![String::from("A"), String::from("B")];
    assert_eq!(
        server.map_url(None, "/x"),
        Err(Unmapped::AmbiguousSites { candidates: both })
    );
    let none = Unmapped::NoSuchSite {
        candidates: vec![String::from("A"), String::from("B")],
    };
    assert_eq!(server.map_url(Some("C"), "/x"), Err(none));
}
