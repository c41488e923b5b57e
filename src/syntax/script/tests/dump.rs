//! A record as short text, for snapshots.

use std::fmt::Write;

use crate::syntax::script::{
    Attribute, Exported, FunctionId, Imported, Kind, Membership, NameId, NameKind, NodeId,
    Parameter, Pattern, PatternId, Property, Script, Statement, Tag, TypeHead, TypeId,
};

/// All of a record but places, which [`super::spans`] checks.
pub(super) fn dump(script: &Script) -> String {
    let dump = Dump(script);
    let mut out = String::new();
    modules(&dump, &mut out);
    for id in 0..script.names.len() {
        dump.about(NameId(u32::try_from(id).unwrap()), &mut out);
    }
    dump.statements(&script.body, &mut out);
    for one in &script.declared {
        let ty = one.ty.as_ref().map(|ty| format!(" = {}", short(ty)));
        let members: Vec<&str> = one.members.iter().map(|one| one.name.as_str()).collect();
        writeln!(
            out,
            "declared {:?} {}{} {members:?}",
            one.kind,
            one.name,
            ty.unwrap_or_default()
        )
        .unwrap();
    }
    for one in &script.type_uses {
        writeln!(
            out,
            "use {:?} {} {}",
            one.how,
            dump.head(&one.head),
            parts(&one.path)
        )
        .unwrap();
    }
    for one in &script.comments {
        writeln!(out, "comment {:?}", one.text).unwrap();
    }
    out
}

fn modules(dump: &Dump<'_>, out: &mut String) {
    let script = dump.0;
    for one in &script.imports {
        let what = match &one.what {
            Imported::Name(name) => name.clone(),
            Imported::All => "*".to_owned(),
            Imported::Nothing => "nothing".to_owned(),
            Imported::Alias(head, path) => format!("{} {}", dump.head(head), parts(path)),
        };
        let local = one.local.map_or_else(|| "-".to_owned(), |id| dump.name(id));
        let types = if one.type_only { " type" } else { "" };
        writeln!(
            out,
            "import {what} of {:?} as {local}{types}",
            one.specifier
        )
        .unwrap();
    }
    for one in &script.exports {
        let what = match &one.what {
            Exported::Name(id) => dump.name(*id),
            Exported::Value(node) => dump.node(*node),
            Exported::From { specifier, name } => format!("{name} of {specifier:?}"),
            Exported::All { specifier } => format!("* of {specifier:?}"),
        };
        let types = if one.type_only { " type" } else { "" };
        writeln!(out, "export {:?} is {what}{types}", one.name).unwrap();
    }
}

fn parts(path: &[crate::syntax::script::Part]) -> String {
    let names: Vec<&str> = path.iter().map(|part| part.name.as_str()).collect();
    names.join(".")
}

/// A type with little around its names.
fn short(ty: &crate::domain::surface::types::Type) -> String {
    use crate::domain::surface::types::Type;
    match ty {
        Type::Keyword(word) | Type::Literal(word) => word.clone(),
        Type::Unread(text) => format!("unread {text}"),
        Type::Named(named) if named.arguments.is_empty() => named.written.clone(),
        Type::Named(named) => {
            let arguments: Vec<String> = named.arguments.iter().map(short).collect();
            format!("{}<{}>", named.written, arguments.join(", "))
        }
        Type::TypeOf(named) => format!("typeof {}", named.written),
        Type::Array(of) => format!("{}[]", short(of)),
        Type::Union(all) => all.iter().map(short).collect::<Vec<_>>().join(" | "),
        Type::Indexed { of, by } => format!("{}[{}]", short(of), short(by)),
        Type::Object(members) => {
            let names: Vec<String> = members
                .iter()
                .map(|one| {
                    format!(
                        "{}: {}",
                        one.name,
                        one.ty.as_ref().map(short).unwrap_or_default()
                    )
                })
                .collect();
            format!("{{{}}}", names.join("; "))
        }
        _ => "…".to_owned(),
    }
}

struct Dump<'a>(&'a Script);

impl Dump<'_> {
    fn head(&self, head: &TypeHead) -> String {
        match head {
            TypeHead::Name(id) => self.name(*id),
            TypeHead::Global => "global".to_owned(),
            TypeHead::Module(specifier, _) => format!("module {specifier:?}"),
        }
    }

    fn name(&self, id: NameId) -> String {
        format!("{}#{}", self.0[id].text, id.0)
    }

    fn ty(&self, ty: Option<TypeId>) -> String {
        ty.map(|ty| format!(": {}", short(&self.0[ty])))
            .unwrap_or_default()
    }

    fn about(&self, id: NameId, out: &mut String) {
        let name = &self.0[id];
        let kind = match name.kind {
            NameKind::Import(at) => format!("import {at}"),
            NameKind::Variable {
                pattern,
                value,
                each,
            } => {
                let value = value.map_or_else(|| "nothing".to_owned(), |value| self.node(value));
                let each = if each { "each of " } else { "" };
                format!("{} from {each}{value}", self.pattern(pattern))
            }
            NameKind::Parameter { of, index } => format!("parameter {index} of f{}", of.0),
            NameKind::Function(of) => format!("function f{}", of.0),
            NameKind::Class(of) => format!("class c{}", of.0),
            other => format!("{other:?}"),
        };
        write!(out, "name {}{} {kind}", self.name(id), self.ty(name.ty)).unwrap();
        if let Some(value) = name.assigned {
            write!(out, ", assigned {}", self.node(value)).unwrap();
        }
        if name.changes {
            out.push_str(", changes");
        }
        if let Some(within) = name.within {
            write!(out, ", in f{}", within.0).unwrap();
        }
        out.push('\n');
    }

    fn nodes(&self, all: &[NodeId]) -> String {
        all.iter()
            .map(|one| self.node(*one))
            .collect::<Vec<_>>()
            .join(", ")
    }

    fn types(&self, all: &[TypeId]) -> String {
        if all.is_empty() {
            return String::new();
        }
        let all: Vec<String> = all.iter().map(|one| short(&self.0[*one])).collect();
        format!("<{}>", all.join(", "))
    }

    fn node(&self, id: NodeId) -> String {
        let maybe = |optional: &bool| if *optional { "?" } else { "" };
        match &self.0[id].kind {
            Kind::Name(id) => self.name(*id),
            Kind::Global(name) => format!("~{name}"),
            Kind::Text(text) => format!("{text:?}"),
            Kind::Number(text) => text.clone(),
            Kind::Boolean(value) => value.to_string(),
            Kind::Null => "null".to_owned(),
            Kind::Template { texts, parts } => {
                format!("template {texts:?} [{}]", self.nodes(parts))
            }
            Kind::Tagged { tag, texts, parts } => {
                let texts: Vec<&str> = texts.iter().map(|(text, _)| text.as_str()).collect();
                format!(
                    "tagged {} {texts:?} [{}]",
                    self.node(*tag),
                    self.nodes(parts)
                )
            }
            Kind::Member {
                of, name, optional, ..
            } => {
                format!("{}{}.{name}", self.node(*of), maybe(optional))
            }
            Kind::Index { of, by, optional } => {
                format!("{}{}[{}]", self.node(*of), maybe(optional), self.node(*by))
            }
            Kind::Call {
                callee,
                arguments,
                types,
                new,
                optional,
            } => {
                let new = if *new { "new " } else { "" };
                let (callee, types) = (self.node(*callee), self.types(types));
                format!(
                    "{new}{callee}{}{types}({})",
                    maybe(optional),
                    self.nodes(arguments)
                )
            }
            Kind::Import(of) => format!("import({})", self.node(*of)),
            Kind::Await(of) => format!("await {}", self.node(*of)),
            Kind::Function(_)
            | Kind::Class(_)
            | Kind::Object(_)
            | Kind::Array(_)
            | Kind::Spread(_) => self.composed(id),
            Kind::Jsx(_) | Kind::Sequence(_) | Kind::Other(_) | Kind::This | Kind::Super => {
                self.rarer(id)
            }
            _ => self.operation(id),
        }
    }

    fn composed(&self, id: NodeId) -> String {
        match &self.0[id].kind {
            Kind::Function(of) => self.function(*of),
            Kind::Class(of) => self.class(*of),
            Kind::Object(properties) => {
                let all: Vec<String> = properties.iter().map(|one| self.property(one)).collect();
                format!("{{{}}}", all.join(", "))
            }
            Kind::Array(items) => {
                let all: Vec<String> = items
                    .iter()
                    .map(|one| one.map_or_else(|| "hole".to_owned(), |one| self.node(one)))
                    .collect();
                format!("[{}]", all.join(", "))
            }
            Kind::Spread(of) => format!("...{}", self.node(*of)),
            other => format!("{other:?}"),
        }
    }

    fn operation(&self, id: NodeId) -> String {
        match &self.0[id].kind {
            Kind::Conditional { test, yes, no } => {
                format!(
                    "({} ? {} : {})",
                    self.node(*test),
                    self.node(*yes),
                    self.node(*no)
                )
            }
            Kind::Logical {
                operator,
                left,
                right,
            } => {
                format!("(l {} {operator} {})", self.node(*left), self.node(*right))
            }
            Kind::Binary {
                operator,
                left,
                right,
            } => {
                format!("({} {operator} {})", self.node(*left), self.node(*right))
            }
            Kind::Unary { operator, of } => format!("({operator} {})", self.node(*of)),
            Kind::Assign {
                target,
                operator,
                value,
            } => {
                format!(
                    "({} {operator} {})",
                    self.pattern(*target),
                    self.node(*value)
                )
            }
            Kind::As { of, ty } => format!("({} as {})", self.node(*of), short(&self.0[*ty])),
            Kind::Const(of) => format!("({} as const)", self.node(*of)),
            Kind::Satisfies { of, ty } => {
                format!("({} satisfies {})", self.node(*of), short(&self.0[*ty]))
            }
            Kind::NonNull(of) => format!("{}!", self.node(*of)),
            other => format!("{other:?}"),
        }
    }

    fn rarer(&self, id: NodeId) -> String {
        match &self.0[id].kind {
            Kind::This => "this".to_owned(),
            Kind::Super => "super".to_owned(),
            Kind::Sequence(all) => format!("sequence({})", self.nodes(all)),
            Kind::Other(all) => format!("other({})", self.nodes(all)),
            Kind::Jsx(element) => {
                let tag = match &element.tag {
                    None => String::new(),
                    Some(Tag::Intrinsic(name)) => name.clone(),
                    Some(Tag::Component(node)) => format!("={}", self.node(*node)),
                };
                let mut made = format!("<{tag}");
                for one in &element.attributes {
                    match one {
                        Attribute::Named { name, value, .. } => {
                            let value = value.map(|value| format!("={}", self.node(value)));
                            write!(made, " {name}{}", value.unwrap_or_default()).unwrap();
                        }
                        Attribute::Spread(of) => write!(made, " ...{}", self.node(*of)).unwrap(),
                    }
                }
                format!("{made}>{}</>", self.nodes(&element.children))
            }
            other => format!("{other:?}"),
        }
    }

    fn property(&self, property: &Property) -> String {
        match property {
            Property::Named {
                name,
                value,
                shorthand,
                accessor,
                ..
            } => {
                let short = if *shorthand { "shorthand " } else { "" };
                let accessor = if *accessor { "accessor " } else { "" };
                format!("{short}{accessor}{name}: {}", self.node(*value))
            }
            Property::Computed { key, value } => {
                format!("[{}]: {}", self.node(*key), self.node(*value))
            }
            Property::Spread(of) => format!("...{}", self.node(*of)),
        }
    }

    fn pattern(&self, id: PatternId) -> String {
        match &self.0[id] {
            Pattern::Name(id, _) => self.name(*id),
            Pattern::Target(node) => format!("to {}", self.node(*node)),
            Pattern::Default { pattern, value } => {
                format!("{} = {}", self.pattern(*pattern), self.node(*value))
            }
            Pattern::Array { items, rest } => {
                let mut all: Vec<String> = items
                    .iter()
                    .map(|one| one.map_or_else(|| "hole".to_owned(), |one| self.pattern(one)))
                    .collect();
                all.extend(rest.map(|rest| format!("...{}", self.pattern(rest))));
                format!("[{}]", all.join(", "))
            }
            Pattern::Object { properties, rest } => {
                let mut all: Vec<String> = properties
                    .iter()
                    .map(|one| {
                        let computed = one.computed.map(|node| format!("[{}]", self.node(node)));
                        let key = one.name.clone().or(computed).unwrap_or_default();
                        format!("{key}: {}", self.pattern(one.value))
                    })
                    .collect();
                all.extend(rest.map(|rest| format!("...{}", self.pattern(rest))));
                format!("{{{}}}", all.join(", "))
            }
        }
    }

    fn parameter(&self, one: &Parameter) -> String {
        let rest = if one.rest { "..." } else { "" };
        let optional = if one.optional { "?" } else { "" };
        let pattern = self.pattern(one.pattern);
        format!("{rest}{pattern}{optional}{}", self.ty(one.ty))
    }

    fn function(&self, id: FunctionId) -> String {
        let function = &self.0[id];
        let words = [
            ("async ", function.is_async),
            ("generator ", function.is_generator),
            ("arrow ", function.is_arrow),
        ];
        let words = words.iter().filter(|(_, holds)| *holds);
        let words: String = words.map(|(word, _)| *word).collect();
        let parameters: Vec<String> = function
            .parameters
            .iter()
            .map(|one| self.parameter(one))
            .collect();
        let generics: Vec<&str> = function
            .generics
            .iter()
            .map(|one| one.name.as_str())
            .collect();
        let mut made = format!(
            "{words}f{} {:?}",
            id.0,
            function.name.as_deref().unwrap_or_default()
        );
        if !generics.is_empty() {
            write!(made, " {generics:?}").unwrap();
        }
        write!(
            made,
            "({}){}",
            parameters.join(", "),
            self.ty(function.returns)
        )
        .unwrap();
        if let Some(within) = function.within {
            write!(made, " in f{}", within.0).unwrap();
        }
        if let Some(class) = function.class {
            write!(made, " of c{}", class.0).unwrap();
        }
        if let Some(value) = function.value {
            write!(made, " => {}", self.node(value)).unwrap();
        }
        if !function.body.is_empty() {
            write!(made, " {{ {} }}", self.inline(&function.body)).unwrap();
        }
        if !function.returned.is_empty() {
            write!(made, " returned [{}]", self.nodes(&function.returned)).unwrap();
        }
        made
    }

    fn class(&self, id: crate::syntax::script::ClassId) -> String {
        let class = &self.0[id];
        let mut made = format!("c{} {:?}", id.0, class.name.as_deref().unwrap_or_default());
        if let Some(extends) = class.extends {
            write!(
                made,
                " extends {}{}",
                self.node(extends),
                self.types(&class.arguments)
            )
            .unwrap();
        }
        if !class.implements.is_empty() {
            write!(made, " implements {}", self.types(&class.implements)).unwrap();
        }
        for one in &class.members {
            let name = one.name.as_deref().unwrap_or("[]");
            let place = if one.is_static { "static " } else { "" };
            let what = match one.what {
                Membership::Field(value) => value.map_or_else(
                    || "field".to_owned(),
                    |value| format!("field {}", self.node(value)),
                ),
                Membership::Method(id) => self.function(id),
                Membership::Getter(id) => format!("get {}", self.function(id)),
                Membership::Setter(id) => format!("set {}", self.function(id)),
                Membership::Parameter(id) => format!("parameter {}", self.name(id)),
            };
            write!(made, "; {place}{name}{} {what}", self.ty(one.ty)).unwrap();
        }
        for block in &class.blocks {
            write!(made, "; block {{ {} }}", self.inline(block)).unwrap();
        }
        if !class.others.is_empty() {
            write!(made, "; others {}", self.nodes(&class.others)).unwrap();
        }
        made
    }

    fn inline(&self, all: &[Statement]) -> String {
        let mut made = String::new();
        self.statements(all, &mut made);
        made.trim_end().replace('\n', " ; ")
    }

    fn statements(&self, all: &[Statement], out: &mut String) {
        for one in all {
            match one {
                Statement::Expression(node) => writeln!(out, "{}", self.node(*node)).unwrap(),
                Statement::Variable { pattern, ty, value } => {
                    let value = value.map(|value| format!(" = {}", self.node(value)));
                    let value = value.unwrap_or_default();
                    writeln!(out, "let {}{}{value}", self.pattern(*pattern), self.ty(*ty)).unwrap();
                }
                Statement::Function(id) => writeln!(out, "{}", self.function(*id)).unwrap(),
                Statement::Class(id) => writeln!(out, "{}", self.class(*id)).unwrap(),
                Statement::Return(value) => {
                    let value = value.map(|value| self.node(value)).unwrap_or_default();
                    writeln!(out, "return {value}").unwrap();
                }
                Statement::Throw(node) => writeln!(out, "throw {}", self.node(*node)).unwrap(),
                Statement::Enum(id, values) => {
                    writeln!(out, "enum {} {}", self.name(*id), self.nodes(values)).unwrap();
                }
                other => self.nested(other, out),
            }
        }
    }

    fn nested(&self, one: &Statement, out: &mut String) {
        let mut part = |title: &str, body: &[Statement]| {
            let gap = if title.is_empty() { "" } else { " " };
            write!(out, "{title}{gap}{{ {} }} ", self.inline(body)).unwrap();
        };
        match one {
            Statement::If { test, yes, no } => {
                part(&format!("if {}", self.node(*test)), yes);
                part("else", no);
            }
            Statement::Each {
                pattern,
                value,
                keys,
                body,
            } => {
                let how = if *keys { "in" } else { "of" };
                let (pattern, value) = (self.pattern(*pattern), self.node(*value));
                part(&format!("each {pattern} {how} {value}"), body);
            }
            Statement::Loop {
                before,
                parts,
                body,
            } => {
                part("before", before);
                part(&format!("loop {}", self.nodes(parts)), body);
            }
            Statement::Switch { of, cases } => {
                part(&format!("switch {}", self.node(*of)), &[]);
                for (test, body) in cases {
                    let test = test.map_or_else(|| "default".to_owned(), |test| self.node(test));
                    part(&test, body);
                }
            }
            Statement::Try {
                body,
                handler,
                finally,
            } => {
                part("try", body);
                part("catch", handler);
                part("finally", finally);
            }
            Statement::Block(body) => part("", body),
            _ => {}
        }
        let end = out.trim_end().len();
        out.truncate(end);
        out.push('\n');
    }
}
