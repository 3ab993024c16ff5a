use poolproof::world::*;
use std::sync::Arc;
struct Cpu(u64);
impl Cpu {
    fn now() -> Cpu {
        Cpu(cpu())
    }
    fn elapsed(&self) -> String {
        format!("{} us cpu", (cpu() - self.0) / 1000)
    }
}
fn cpu() -> u64 {
    let t = std::fs::read_to_string("/proc/thread-self/schedstat").unwrap();
    t.split(' ').next().unwrap().parse().unwrap()
}
#[test]
fn speed() {
    let mut facts = Vec::new();
    for i in 0..16800u32 {
        facts.push(Fact {
            statement: Statement::User {
                name: Name::new(format!("CORP\\user{i:05}")),
                sid: Some(format!("S-1-5-21-1-2-3-{}", i + 2000).parse().unwrap()),
            },
            origin: Origin::Unsaid,
        });
    }
    for i in 0..3200u32 {
        facts.push(Fact {
            statement: Statement::Group {
                name: Name::new(format!("CORP\\group{i:04}")),
                sid: Some(format!("S-1-5-21-1-2-3-{}", i + 50000).parse().unwrap()),
            },
            origin: Origin::Unsaid,
        });
    }
    for i in 0..16800u32 {
        for k in 0..5u32 {
            facts.push(Fact {
                statement: Statement::Member {
                    member: Who::Name(Name::new(format!("CORP\\user{i:05}"))),
                    group: Who::Name(Name::new(format!(
                        "CORP\\group{:04}",
                        (i * 7 + k * 613) % 3200
                    ))),
                },
                origin: Origin::Unsaid,
            });
        }
    }
    for p in 0..1000 {
        facts.push(Fact {
            statement: Statement::Pool(PoolStatement {
                name: Name::new(format!("pool{p}")),
                identity: None,
                manual_group_membership: false,
                logs_on_as_service: false,
                ignores_web_config: false,
            }),
            origin: Origin::Unsaid,
        });
    }
    let texts: Vec<Arc<str>> = (0..3259u32)
        .map(|i| {
            let mut t = String::from("O:BAG:SYD:AI");
            for k in 0..8 {
                t.push_str(&format!(
                    "(A;OICIID;0x1200a9;;;S-1-5-21-1-2-3-{})",
                    2000 + (i * 13 + k * 977) % 16800
                ));
            }
            Arc::from(t.as_str())
        })
        .collect();
    let src: Arc<str> = Arc::from("x.txt");
    for i in 0..1_000_000u32 {
        let j = (u64::from(i) * 700_001 % 1_000_000) as u32;
        let text: Arc<str> = if std::env::var("UNSHARED").is_ok() {
            Arc::from(&*texts[(j % 3259) as usize])
        } else {
            texts[(j % 3259) as usize].clone()
        };
        facts.push(Fact {
            statement: Statement::Object(ObjectStatement {
                noun: ObjectNoun::Folder,
                path: WinPath::new(&format!(
                    "D:\\sites\\site{:03}\\dir{:02}\\sub{:02}\\file{:06}",
                    j / 5000,
                    j / 100 % 50,
                    j % 100,
                    j
                )),
                owner: None,
                inheritance: Inheritance::Inherits,
                list: Listing::Sddl(text),
            }),
            origin: Origin::line(&src, i),
        });
    }
    facts.push(Fact {
        statement: Statement::Server(ServerStatement {
            name: "WEB".into(),
            iis: Some(IisVersion::V10_0),
            isolation_mode: false,
            windows: None,
            service_pack: None,
            domain: Some("CORP".into()),
            domain_controller: false,
        }),
        origin: Origin::Unsaid,
    });
    let (facts, _) = poolproof::iis::lower(facts);
    let t = Cpu::now();
    let (server, d) = Server::build(facts);
    println!(
        "build {:?} {} principals {} objects {} diagnostics",
        t.elapsed(),
        server.accounts().len(),
        server.objects().len(),
        d.len()
    );
    let t = Cpu::now();
    let id = server.resolve(&Who::Name("user00042".into())).unwrap();
    let token = server.token_of(id, Logon::Interactive);
    println!("token {:?} {}", t.elapsed(), token.token.groups.len());
    let t = Cpu::now();
    println!("{} {:?}", server.descriptor_count(), t.elapsed());
    let t = Cpu::now();
    println!("{} {:?}", server.objects().in_order().len(), t.elapsed());
    let t = Cpu::now();
    let p = server
        .objects()
        .get(server.objects().in_order()[500])
        .path()
        .clone();
    let d = server.describe(&p, None);
    println!("{:?} {:?} {:?}", d.how, d.gaps, t.elapsed());
    let t = Cpu::now();
    for (i, _) in server.principals().take(2000) {
        let _ = server.token_of(i, Logon::Interactive);
    }
    println!("2000 tokens {:?}", t.elapsed());
}
