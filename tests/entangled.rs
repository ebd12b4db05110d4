//! Large programs whose objects reach one another through names that nobody declares: they are woven, and do what they did.
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::fmt::Write as _;
use std::path::Path;

use support::python::Python;

#[path = "support/command.rs"]
mod command;
mod support;

use command::Room;

/// Classes in a module. With 15 every name may be too many things, and the program is refused (LW906).
const CLASSES: usize = 4;
const MODULES: usize = 10;

/// A class each of whose methods may meet any object of the program.
fn class(number: usize) -> String {
    let count = CLASSES * MODULES;
    let mut text = format!(
        "\n\nclass Node{number}:\n    def __init__(self):\n        self.items = []\n        self.by_name = {{}}\n        \
         self.peer = None\n        self.count{number} = 0\n\n    def link(self, peer):\n        self.peer = peer\n        \
         state.NODES.append(self)\n\n    def take(self, item):\n        self.items.append(item)\n        return self\n\n    \
         def name(self, other):\n        other.by_name[\"{number}\"] = self\n        return self\n\n    \
         def total(self):\n        return len(self.items) + self.count{number}\n"
    );
    for method in [number, (number * 7 + 3) % count, (number * 11 + 5) % count] {
        let next = (method + 1) % count;
        write!(
            text,
            "\n    def visit{method}(self, other, depth):\n        found = other.name(self)\n        \
             found.take(depth)\n        self.count{number} += 1\n        state.LOG[depth] = state.LOG.get(depth, 0) + 1\n        \
             nearer = found.peer or self.peer\n        if depth and hasattr(nearer, \"visit{next}\"):\n            \
             return nearer.visit{next}(self.peer, depth - 1)\n        return self.peer.take(0)\n"
        )
        .unwrap();
    }
    text
}

fn program() -> Vec<(String, String)> {
    let mut files = vec![("src/state.py".to_owned(), "NODES = []\nLOG = {}\n".to_owned())];
    let mut made = String::new();
    for module in 0..MODULES {
        let numbers = module * CLASSES..(module + 1) * CLASSES;
        let mut text = "import state\n".to_owned();
        numbers.clone().for_each(|number| text.push_str(&class(number)));
        files.push((format!("src/part{module}.py"), text));
        for number in numbers {
            writeln!(made, "    made.append(part{module}.Node{number}())").unwrap();
        }
    }
    let imports: String = (0..MODULES).map(|module| format!("import part{module}\n")).collect();
    let main = format!(
        "from lockweave import concurrent\n\nimport state\n{imports}\n\ndef make():\n    made = []\n{made}    \
         for one, other in zip(made, made[1:] + made[:1]):\n        one.link(other)\n\n\n@concurrent\ndef tour(start, depth):\n    \
         node = state.NODES[start]\n    getattr(node, \"take\")(start)\n    node.visit0(node.peer, depth)\n\n\n@concurrent\n\
         def fill(node, other):\n    for n in range(50):\n        node.take(n).take(other.total() * 0)\n\n\n@concurrent\ndef total():\n    \
         return sum(node.total() for node in state.NODES)\n\n\ndef main():\n    make()\n    futures = [tour(0, 5) for _ in range(20)]\n    \
         futures += [fill(node, state.NODES[0]) for node in state.NODES[:20]]\n    for future in futures:\n        future.result()\n    \
         print(total().result(), sorted(state.LOG.items()), len(state.NODES))\n\n\nif __name__ == \"__main__\":\n    main()\n"
    );
    files.push(("src/main.py".to_owned(), main));
    files
}

/// What `main.py` in that folder prints, with `markers` to import from.
fn printed(folder: &Path, markers: &Path) -> String {
    let mut python = Python::on_path().command();
    let output = python.arg("main.py").current_dir(folder).env("PYTHONPATH", markers).output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_program_of_entangled_classes_is_woven_and_does_what_it_did() {
    let files = program();
    let given: Vec<(&str, &[u8])> =
        files.iter().map(|(path, text)| (path.as_str(), text.as_bytes())).collect();
    let room = Room::new(&given);
    room.run(&["build", "src", "-o", "out"]).exits(0);
    let markers = support::root().join("python");
    assert_eq!(printed(&room.path("out"), &room.path("none")), printed(&room.path("src"), &markers));
}
