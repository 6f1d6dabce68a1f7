//! Where the definitions of a source file are: functions, classes, types, and what they hold.
//!
//! An item begins with the comments and attributes right above it, so that cutting a file at its
//! items never parts a function from what explains it. A file with syntax errors still has an
//! outline: tree-sitter keeps what it understood.

use serde_json::{json, Value};
use tree_sitter::{Language, Node, Parser};

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{give, guard, silence_panics, GbSlice, GbText};

/// Deeper than any code a person writes; generated files are cut off here.
const MOST_DEPTH: usize = 64;

struct Grammar {
    name: &'static str,
    language: fn() -> Language,
    /// Node kind → what we call it.
    kinds: &'static [(&'static str, &'static str)],
}

const C_KINDS: &[(&str, &str)] = &[
    ("function_definition", "function"),
    ("struct_specifier", "struct"),
    ("union_specifier", "struct"),
    ("enum_specifier", "type"),
    ("class_specifier", "class"),
    ("type_definition", "type"),
    ("alias_declaration", "type"),
    ("concept_definition", "type"),
    ("namespace_definition", "module"),
    ("preproc_function_def", "macro"),
];

static GRAMMARS: &[Grammar] = &[
    Grammar { name: "c", language: || tree_sitter_c::LANGUAGE.into(), kinds: C_KINDS },
    Grammar { name: "cpp", language: || tree_sitter_cpp::LANGUAGE.into(), kinds: C_KINDS },
    Grammar {
        name: "python",
        language: || tree_sitter_python::LANGUAGE.into(),
        kinds: &[("function_definition", "function"), ("class_definition", "class")],
    },
    Grammar {
        name: "rust",
        language: || tree_sitter_rust::LANGUAGE.into(),
        kinds: &[
            ("function_item", "function"),
            ("struct_item", "struct"),
            ("enum_item", "type"),
            ("union_item", "struct"),
            ("type_item", "type"),
            ("trait_item", "class"),
            ("impl_item", "class"),
            ("mod_item", "module"),
            ("macro_definition", "macro"),
        ],
    },
    Grammar {
        name: "go",
        language: || tree_sitter_go::LANGUAGE.into(),
        kinds: &[
            ("function_declaration", "function"),
            ("method_declaration", "method"),
            ("type_declaration", "type"),
        ],
    },
    Grammar {
        name: "java",
        language: || tree_sitter_java::LANGUAGE.into(),
        kinds: &[
            ("class_declaration", "class"),
            ("interface_declaration", "class"),
            ("enum_declaration", "class"),
            ("record_declaration", "class"),
            ("annotation_type_declaration", "class"),
            ("method_declaration", "method"),
            ("constructor_declaration", "method"),
        ],
    },
    Grammar {
        name: "javascript",
        language: || tree_sitter_javascript::LANGUAGE.into(),
        kinds: &[
            ("function_declaration", "function"),
            ("generator_function_declaration", "function"),
            ("class_declaration", "class"),
            ("method_definition", "method"),
            ("lexical_declaration", "function"),
            ("variable_declaration", "function"),
        ],
    },
    Grammar {
        name: "shell",
        language: || tree_sitter_bash::LANGUAGE.into(),
        kinds: &[("function_definition", "function")],
    },
];

/// A definition: `begin` is where its comments start, `head` where it starts itself.
#[derive(Debug, PartialEq)]
pub struct Item {
    pub kind: &'static str,
    pub name: String,
    pub begin: usize,
    pub head: usize,
    pub end: usize,
    pub depth: usize,
}

/// Nodes that only wrap a definition: what stands before it belongs to it.
fn wraps(kind: &str) -> bool {
    matches!(kind, "decorated_definition" | "template_declaration" | "export_statement")
}

fn is_preamble(kind: &str) -> bool {
    matches!(
        kind,
        "comment" | "line_comment" | "block_comment" | "attribute_item" | "attribute_declaration"
    )
}

/// The name a definition goes by: of a C declarator the innermost identifier, of a Rust `impl`
/// its type.
fn name_of(node: Node, text: &str) -> String {
    let fields = ["name", "declarator", "type"];
    let mut at = node;
    for _ in 0..MOST_DEPTH {
        let Some(next) = fields.iter().find_map(|field| at.child_by_field_name(field)) else {
            break;
        };
        // `int f(void)`: the declarator, not the return type.
        let next = match at.kind() {
            "function_definition" | "type_definition" => {
                at.child_by_field_name("declarator").unwrap_or(next)
            }
            _ => next,
        };
        let leaf = next.named_child_count() == 0;
        at = next;
        if leaf
            || at.kind().contains("identifier")
            || at.kind() == "destructor_name"
            || at.kind() == "operator_name"
        {
            break;
        }
    }
    if at == node {
        return go_type_name(node, text);
    }
    text[at.byte_range()].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// `type ( A struct{…}; B int )` goes by its first name.
fn go_type_name(node: Node, text: &str) -> String {
    let named = node.named_child(0).and_then(|spec| spec.child_by_field_name("name"));
    let inner = named.or_else(|| {
        let declarator = node.named_child(0)?.child_by_field_name("declarator")?;
        Some(declarator)
    });
    inner.map(|name| text[name.byte_range()].to_string()).unwrap_or_default()
}

/// Whether a node of a listed kind is a definition here, not a mere mention.
fn defines(node: Node) -> bool {
    match node.kind() {
        "struct_specifier" | "union_specifier" | "enum_specifier" | "class_specifier" => {
            node.child_by_field_name("body").is_some()
                && node.parent().is_none_or(|parent| parent.kind() != "type_definition")
        }
        "type_definition" => true,
        "lexical_declaration" | "variable_declaration" => node
            .named_child(0)
            .and_then(|declarator| declarator.child_by_field_name("value"))
            .is_some_and(|value| {
                matches!(value.kind(), "arrow_function" | "function_expression" | "class")
            }),
        _ => true,
    }
}

/// The first of the comments that stand right above `node`, with no blank line between.
fn begin_of(node: Node, text: &str) -> usize {
    let mut outer = node;
    while let Some(parent) = outer.parent().filter(|parent| wraps(parent.kind())) {
        outer = parent;
    }
    let mut begin = outer.start_byte();
    let mut before = outer.prev_sibling();
    while let Some(comment) = before.filter(|before| is_preamble(before.kind())) {
        let between = &text[comment.end_byte().min(begin)..begin];
        let ends_line = text[..comment.end_byte()].ends_with('\n');
        let breaks = between.matches('\n').count() + usize::from(ends_line);
        let line = &text[..comment.start_byte()];
        let line = &line[line.rfind('\n').map_or(0, |at| at + 1)..];
        // A comment behind code explains that code.
        if breaks > 1 || !line.trim().is_empty() {
            break;
        }
        begin = comment.start_byte();
        before = comment.prev_sibling();
    }
    begin
}

fn end_of(node: Node) -> usize {
    let mut outer = node;
    while let Some(parent) = outer.parent().filter(|parent| wraps(parent.kind())) {
        outer = parent;
    }
    // `struct S { … };`: the semicolon is a sibling, or the end of a declaration around it.
    if let Some(next) = outer.next_sibling().filter(|next| next.kind() == ";") {
        return next.end_byte();
    }
    outer.end_byte()
}

pub fn outline(language: &str, text: &str) -> Outcome<Vec<Item>> {
    let Some(grammar) = GRAMMARS.iter().find(|grammar| grammar.name == language) else {
        let names: Vec<&str> = GRAMMARS.iter().map(|grammar| grammar.name).collect();
        let message = format!("no grammar for `{language}` (there are: {})", names.join(", "));
        return Err(Failure::new(Status::Unsupported, message));
    };
    let mut parser = Parser::new();
    parser
        .set_language(&(grammar.language)())
        .map_err(|error| Failure::new(Status::Internal, error.to_string()))?;
    let tree = parser
        .parse(text, None)
        .ok_or_else(|| Failure::new(Status::Internal, "the source could not be parsed"))?;
    let mut items = Vec::new();
    let mut cursor = tree.walk();
    let mut open: Vec<(usize, &str)> = Vec::new();
    let mut depth = 0;
    'walk: loop {
        let node = cursor.node();
        open.retain(|(end, _)| *end > node.start_byte());
        let kind = grammar.kinds.iter().find(|(kind, _)| *kind == node.kind());
        if let Some((_, kind)) = kind.filter(|_| defines(node)) {
            let in_class =
                open.last().is_some_and(|(_, kind)| matches!(*kind, "class" | "struct" | "type"));
            let kind = if *kind == "function" && in_class { "method" } else { *kind };
            let (head, end) = (node.start_byte(), end_of(node));
            let name = name_of(node, text);
            items.push(Item {
                kind,
                name,
                begin: begin_of(node, text),
                head,
                end,
                depth: open.len(),
            });
            open.push((end, kind));
        }
        if depth < MOST_DEPTH && cursor.goto_first_child() {
            depth += 1;
            continue;
        }
        while !cursor.goto_next_sibling() {
            if !cursor.goto_parent() {
                break 'walk;
            }
            depth -= 1;
        }
    }
    Ok(items)
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_outline(
    language: GbSlice,
    text: GbSlice,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let language = unsafe { language.text("the language") }?;
        let text = unsafe { text.text("the source") }?;
        let items: Vec<Value> = outline(language, text)?
            .into_iter()
            .map(|item| {
                json!({"kind": item.kind, "name": item.name, "begin": item.begin, "head": item.head,
                       "end": item.end, "depth": item.depth})
            })
            .collect();
        unsafe { give(json, Value::from(items).to_string()) };
        Ok(Status::Ok)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(language: &str, text: &str) -> Vec<String> {
        let items = outline(language, text).unwrap();
        for item in &items {
            assert!(item.begin <= item.head && item.head < item.end && item.end <= text.len());
        }
        items.iter().map(|item| format!("{} {} {}", item.depth, item.kind, item.name)).collect()
    }

    #[test]
    fn each_language_names_its_definitions() {
        let table: &[(&str, &str, &[&str])] = &[
            ("c", "static int *f(int a) { return 0; }\ntypedef struct { int x; } P;\nstruct S { int y; };\nstruct S s;\nenum E { A };\n#define M(x) x\n",
             &["0 function f", "0 type P", "0 struct S", "0 type E", "0 macro M"]),
            ("cpp", "namespace n {\ntemplate <class T> class A { public: void g() {} ~A() {} };\nvoid A<int>::h() {}\n}\n",
             &["0 module n", "1 class A", "2 method g", "2 method ~A", "1 function A<int>::h"]),
            ("python", "@d\ndef f():\n  pass\nclass C(B):\n  def m(self):\n    pass\n",
             &["0 function f", "0 class C", "1 method m"]),
            ("rust", "/// Doc.\n#[test]\nfn f() {}\nimpl S { fn m(&self) {} }\npub struct S;\nmod m { enum E {} }\n",
             &["0 function f", "0 class S", "1 method m", "0 struct S", "0 module m", "1 type E"]),
            ("go", "package p\nfunc F() {}\nfunc (t T) M() {}\ntype T struct { a int }\n",
             &["0 function F", "0 method M", "0 type T"]),
            ("java", "class A { A() {} int m() { return 1; } interface I {} }\n",
             &["0 class A", "1 method A", "1 method m", "1 class I"]),
            ("javascript", "export function f() {}\nclass A { m() {} }\nconst g = () => 1;\nconst x = 3;\n",
             &["0 function f", "0 class A", "1 method m", "0 function g"]),
            ("shell", "f() { echo a; }\nfunction g { f; }\n", &["0 function f", "0 function g"]),
        ];
        for (language, text, want) in table {
            assert_eq!(&named(language, text), want, "{language}");
        }
        assert!(outline("cobol", "").is_err());
    }

    #[test]
    fn the_comments_right_above_belong_to_an_item() {
        let text = "// far\n\n// near\n// nearer\nint f() { return 0; }  // behind\nint g() { return 1; }\n";
        let items = outline("cpp", text).unwrap();
        assert!(text[items[0].begin..items[0].end].starts_with("// near\n"));
        assert!(text[items[1].begin..items[1].end].starts_with("int g"));
        let rust = "/// Doc.\n#[inline]\nfn f() {}\n";
        assert_eq!(outline("rust", rust).unwrap()[0].begin, 0);
        let python = "x = 1\n# why\n@d\ndef f():\n  \"\"\"Doc.\"\"\"\n";
        assert!(python[outline("python", python).unwrap()[0].begin..].starts_with("# why"));
    }

    #[test]
    fn broken_code_still_has_an_outline() {
        assert_eq!(
            named("c", "int f( { \n\nint g(void) { return 1; }\n").last().unwrap(),
            "0 function g"
        );
        assert!(named("cpp", &"{".repeat(100_000)).is_empty());
    }
}
