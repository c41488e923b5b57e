//! Expressions: what they are worth, with what is expected of them.
//!
//! What goes on to the left is gone over as a list, from the innermost out: chains are as long as their authors like.

use std::rc::Rc;

use crate::domain::surface::paths::Space;
use crate::scan::rust::info::MemberClass;
use crate::scan::rust::ty::{Env, Sig, Ty};
use crate::scan::rust::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::rust::code::{Closure, Expr, ExprId, Literal, NumberKind, Operator, Statement};

impl<'w> Visit<'_, 'w> {
    /// What an expression is worth.
    pub(super) fn expr(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let code = self.code();
        let mut spine = Vec::new();
        let mut at = id;
        loop {
            let next = match &code[at] {
                Expr::Method(one) => one.receiver,
                Expr::Field(of, _)
                | Expr::Try(of)
                | Expr::Await(of)
                | Expr::Call(of, _)
                | Expr::Index(of, _)
                | Expr::Binary(of, ..)
                | Expr::Cast(of, _) => *of,
                _ => break,
            };
            spine.push(at);
            at = next;
        }
        let nothing = Ty::Unknown;
        let wanted = if spine.is_empty() { expected } else { &nothing };
        let mut ty = self.first(at, wanted).bounded();
        let mut local = self.local_of(at);
        while let Some(outer) = spine.pop() {
            let wanted = if spine.is_empty() { expected } else { &nothing };
            ty = self.over(outer, &ty, wanted, local.take()).bounded();
        }
        ty
    }

    /// The local that an expression is, if it is one.
    fn local_of(&self, id: ExprId) -> Option<&'w str> {
        match &self.code()[id] {
            Expr::Path(path) => match &path.segments[..] {
                [one] if self.local(&one.name.text).is_some() => Some(&one.name.text),
                _ => None,
            },
            Expr::Reference(inner) => match &self.code()[*inner] {
                Expr::Path(_) => self.local_of(*inner),
                _ => None,
            },
            _ => None,
        }
    }

    /// An expression by what its left part is worth; `local` is that part, if it is a local.
    fn over(&mut self, id: ExprId, inner: &Ty, expected: &Ty, local: Option<&'w str>) -> Ty {
        match &self.code()[id] {
            Expr::Method(one) => self.method(one, inner, expected, local),
            Expr::Field(_, name) => match self.world.field(inner, &name.text) {
                Some(hit) => {
                    self.member(name.at, Site::Member, &hit);
                    hit.ty
                }
                None => Ty::Unknown,
            },
            Expr::Try(_) => self.tried(inner),
            Expr::Await(_) => self.awaited(inner),
            Expr::Call(_, given) => self.call(inner, given, expected),
            Expr::Index(_, index) => {
                let by = self.expr(*index, &Ty::Unknown);
                self.indexed(inner, &by)
            }
            Expr::Binary(_, right, operator) => {
                let right = self.expr(*right, &Ty::Unknown);
                self.operated(inner, &right, *operator)
            }
            Expr::Cast(_, ty) => self.ty(*ty),
            _ => Ty::Unknown,
        }
    }

    fn first(&mut self, id: ExprId, expected: &Ty) -> Ty {
        match &self.code()[id] {
            Expr::Path(path) => {
                let ty = self.value(path);
                match (&ty, expected) {
                    (Ty::Named(one, args), Ty::Named(two, _))
                        if one == two && args.iter().any(Ty::is_partly_unknown) =>
                    {
                        expected.clone()
                    }
                    _ => ty,
                }
            }
            Expr::Struct(one) => self.literal(one, expected),
            Expr::Closure(one) => self.closure(one, expected),
            Expr::Macro(call) => self.called(call, expected),
            Expr::Reference(inner) | Expr::Dereference(inner) | Expr::Unary(inner) => {
                self.expr(*inner, expected)
            }
            Expr::Assign(to, value) => {
                let known = self.expr(*to, &Ty::Unknown);
                let ty = self.expr(*value, &known);
                if let Some(name) = self.local_of(*to).filter(|_| known.is_partly_unknown()) {
                    self.set_local(name, ty);
                }
                Ty::unit()
            }
            Expr::Range(start, end) => {
                let ends: Vec<Ty> = start
                    .iter()
                    .chain(end)
                    .map(|one| self.expr(*one, &Ty::Unknown))
                    .collect();
                let of = ends.into_iter().find(Ty::is_known).unwrap_or_default();
                self.world.made("ops::Range", vec![of])
            }
            Expr::Tuple(items) => {
                let wanted: &[Ty] = match expected {
                    Ty::Tuple(wanted) => wanted,
                    _ => &[],
                };
                let items = items.iter().enumerate();
                Ty::Tuple(
                    items
                        .map(|(at, one)| self.expr(*one, wanted.get(at).unwrap_or(&Ty::Unknown)))
                        .collect(),
                )
            }
            Expr::Array(items) => {
                let wanted = self.item_of(expected);
                let all: Vec<Ty> = items.iter().map(|one| self.expr(*one, &wanted)).collect();
                let of = all.into_iter().find(Ty::is_known).unwrap_or_default();
                self.world.made("primitive::slice", vec![of])
            }
            Expr::Repeat(of, count) => {
                let of = self.expr(*of, &Ty::Unknown);
                self.expr(*count, &Ty::Unknown);
                self.world.made("primitive::slice", vec![of])
            }
            Expr::Text => self.world.made("primitive::str", Vec::new()),
            Expr::Number(NumberKind::Typed(name)) => self.world.primitive(name).unwrap_or_default(),
            Expr::Number(NumberKind::Integer) => self.numeric(expected, "i32"),
            Expr::Number(NumberKind::Float) => self.numeric(expected, "f64"),
            Expr::Bool => self.world.made("primitive::bool", Vec::new()),
            Expr::Char => self.world.primitive("char").unwrap_or_default(),
            _ => self.flow(id, expected),
        }
    }

    fn numeric(&self, expected: &Ty, otherwise: &str) -> Ty {
        if let Ty::Named(decl, _) = expected
            && !decl.is_own()
            && decl.source == self.world.standard_source()
        {
            return expected.clone();
        }
        self.world.primitive(otherwise).unwrap_or_default()
    }

    /// What has blocks or leaves them.
    fn flow(&mut self, id: ExprId, expected: &Ty) -> Ty {
        match &self.code()[id] {
            Expr::Block(statements) => self.block(id, statements, expected),
            Expr::Async(inner) => self.expr(*inner, &Ty::Unknown),
            Expr::If { .. } => self.conditional(id, expected),
            Expr::Let(pat, value) => {
                let ty = self.expr(*value, &Ty::Unknown);
                self.bind(*pat, &ty);
                self.world.made("primitive::bool", Vec::new())
            }
            Expr::Match(of, arms) => {
                let of = self.expr(*of, &Ty::Unknown);
                let mut found = Ty::Unknown;
                for (pat, body) in arms {
                    let ty = self.scoped(|visit| {
                        visit.bind(*pat, &of);
                        visit.expr(*body, expected)
                    });
                    better(&mut found, ty);
                }
                found
            }
            Expr::For(pat, over, body) => {
                let over = self.expr(*over, &Ty::Unknown);
                let item = self.item_of(&over);
                self.scoped(|visit| {
                    visit.bind(*pat, &item);
                    visit.expr(*body, &Ty::unit());
                });
                Ty::unit()
            }
            Expr::Loop(condition, body) => {
                self.scoped(|visit| {
                    if let Some(condition) = condition {
                        visit.expr(*condition, &Ty::Unknown);
                    }
                    visit.expr(*body, &Ty::unit());
                });
                if condition.is_some() {
                    Ty::unit()
                } else {
                    Ty::Unknown
                }
            }
            Expr::Leave(value, is_return) => {
                if let Some(value) = value {
                    let wanted = if *is_return {
                        self.returns.clone()
                    } else {
                        Ty::Unknown
                    };
                    self.expr(*value, &wanted);
                }
                Ty::Never
            }
            _ => Ty::Unknown,
        }
    }

    /// `if … else if … else`, one after the other.
    fn conditional(&mut self, id: ExprId, expected: &Ty) -> Ty {
        let mut found = Ty::Unknown;
        let mut at = Some(id);
        while let Some(id) = at {
            let Expr::If {
                condition,
                then,
                otherwise,
            } = &self.code()[id]
            else {
                let ty = self.expr(id, expected);
                better(&mut found, ty);
                break;
            };
            let ty = self.scoped(|visit| {
                visit.expr(*condition, &Ty::Unknown);
                visit.expr(*then, expected)
            });
            better(&mut found, ty);
            at = *otherwise;
        }
        found
    }

    fn block(&mut self, id: ExprId, statements: &'w [Statement], expected: &Ty) -> Ty {
        let inner = self.world.tree.blocks.get(&(self.file, id)).copied();
        let before = self.node;
        self.node = inner.unwrap_or(before);
        let ty = self.scoped(|visit| {
            let mut ty = Ty::unit();
            for (at, one) in statements.iter().enumerate() {
                let is_last = at + 1 == statements.len();
                ty = match one {
                    Statement::Expression(id, false) if is_last => visit.expr(*id, expected),
                    other => visit.statement(other),
                };
            }
            ty
        });
        self.node = before;
        ty
    }

    pub(super) fn statement(&mut self, one: &'w Statement) -> Ty {
        match one {
            Statement::Let {
                pat,
                value,
                otherwise,
            } => {
                let stated = match &self.code()[*pat] {
                    crate::syntax::rust::code::Pat::Typed(_, ty) => {
                        self.world.written(self.here(), *ty, 0)
                    }
                    _ => Ty::Unknown,
                };
                let ty = match value {
                    Some(value) => self.expr(*value, &stated),
                    None => Ty::Unknown,
                };
                if let Some(otherwise) = otherwise {
                    self.expr(*otherwise, &Ty::Unknown);
                }
                self.bind(*pat, &ty);
                Ty::unit()
            }
            // It comes with the module that the block is.
            Statement::Item(_) => Ty::unit(),
            Statement::Expression(id, _) => match self.expr(*id, &Ty::Unknown) {
                Ty::Never => Ty::Never,
                _ => Ty::unit(),
            },
        }
    }

    fn literal(&mut self, one: &'w Literal, expected: &Ty) -> Ty {
        let shape = self.shape(&one.path, expected, Space::Type);
        let mut env = Env::default();
        for (name, value) in &one.fields {
            let wanted = self.shape_field(&shape, name, Site::Key);
            let given = self.expr(*value, &wanted);
            if wanted.is_partly_unknown()
                && let Ty::Named(decl, _) = &shape.ty
            {
                let info = self.world.info(*decl);
                let fields = info.members.iter().filter(|one| *one.name == *name.text);
                for field in fields.filter(|one| one.class == MemberClass::Field) {
                    self.world.unify(&field.ty, &given, &mut env, 0);
                }
            }
        }
        if let Some(rest) = one.rest {
            self.expr(rest, &shape.ty);
        }
        match &shape.ty {
            Ty::Named(decl, args) if !env.is_empty() => {
                let info = self.world.info(*decl);
                let args = info.generics.iter().zip(args.iter());
                let args = args.map(|(generic, arg)| {
                    env.get(&generic.name)
                        .cloned()
                        .unwrap_or_else(|| arg.clone())
                });
                Ty::Named(*decl, args.collect())
            }
            other => other.clone(),
        }
    }

    fn closure(&mut self, one: &'w Closure, expected: &Ty) -> Ty {
        let (wanted, output) = self
            .world
            .callable(expected, &[], &Env::default())
            .unwrap_or_default();
        let returns = one.returns.map(|ty| self.ty(ty));
        let outer = std::mem::take(&mut self.returns);
        let (params, body) = self.scoped(|visit| {
            let mut params = Vec::new();
            for (at, pat) in one.parameters.iter().enumerate() {
                let ty = wanted.get(at).cloned().unwrap_or_default().settled();
                let stated = match &visit.code()[*pat] {
                    crate::syntax::rust::code::Pat::Typed(_, ty) => {
                        visit.world.written(visit.here(), *ty, 0)
                    }
                    _ => ty.clone(),
                };
                visit.bind(*pat, &ty);
                params.push(stated);
            }
            let output = returns.clone().unwrap_or(output);
            (params, visit.expr(one.body, &output))
        });
        self.returns = outer;
        Ty::Function(Rc::new(Sig {
            params,
            returns: returns.unwrap_or(body),
            ..Sig::default()
        }))
    }

    fn tried(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Named(decl, args)
                if self
                    .world
                    .is_language(*decl, &["option::Option", "result::Result"]) =>
            {
                args.first().cloned().unwrap_or_default()
            }
            _ => Ty::Unknown,
        }
    }

    fn awaited(&self, ty: &Ty) -> Ty {
        let future = self.world.language("future::Future");
        let steps = self.world.derefs(ty);
        let mut outputs = steps
            .iter()
            .filter_map(|one| self.world.project(one, future, "Output", 0));
        outputs.next().unwrap_or_else(|| ty.clone())
    }

    /// What going over a value gives one after the other.
    pub(super) fn item_of(&self, ty: &Ty) -> Ty {
        let into = self.world.language("iter::IntoIterator");
        let steps = self.world.derefs(ty);
        let mut items = steps
            .iter()
            .filter_map(|one| self.world.project(one, into, "Item", 0));
        items.next().unwrap_or_default()
    }

    fn indexed(&self, ty: &Ty, by: &Ty) -> Ty {
        let is_range =
            matches!(by, Ty::Named(decl, _) if self.world.is_language(*decl, &["ops::Range"]));
        if is_range {
            return ty.clone();
        }
        let index = self.world.language("ops::Index");
        for one in self.world.derefs(ty) {
            if let Ty::Named(decl, args) = &one
                && self.world.is_language(*decl, &["primitive::slice"])
            {
                return args.first().cloned().unwrap_or_default();
            }
            if let Some(found) = self.world.project(&one, index, "Output", 0) {
                return found;
            }
        }
        Ty::Unknown
    }

    fn operated(&self, left: &Ty, right: &Ty, operator: Operator) -> Ty {
        let path = match operator {
            Operator::Compare => return self.world.made("primitive::bool", Vec::new()),
            Operator::Add => "ops::Add",
            Operator::Subtract => "ops::Sub",
            Operator::Multiply => "ops::Mul",
            Operator::Divide => "ops::Div",
            Operator::Other => return left.clone(),
        };
        let Some(by) = self.world.language(path) else {
            return left.clone();
        };
        self.world
            .operated(left, right, by)
            .unwrap_or_else(|| left.clone())
    }
}

/// Takes the first type of several that says something.
fn better(found: &mut Ty, ty: Ty) {
    if matches!(found, Ty::Unknown | Ty::Never)
        || (found.is_partly_unknown() && !ty.is_partly_unknown() && ty != Ty::Never)
    {
        *found = ty;
    }
}
