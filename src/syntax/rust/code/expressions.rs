//! Expressions and statements.
//!
//! What goes on to the left, such as a chain of methods, is a list here and no descent: chains are as long as their authors like.

use syn::{BinOp, Expr as Parsed, Lit, Stmt, UnOp};

use crate::syntax::rust::code::lower::Lower;
use crate::syntax::rust::code::{
    Closure, Expr, ExprId, Literal, Method, NestOf, NumberKind, Operator, Statement,
};

/// What an expression begins with.
fn left(from: &Parsed) -> Option<&Parsed> {
    Some(match from {
        Parsed::MethodCall(one) => &one.receiver,
        Parsed::Field(one) => &one.base,
        Parsed::Try(one) => &one.expr,
        Parsed::Await(one) => &one.base,
        Parsed::Call(one) => &one.func,
        Parsed::Index(one) => &one.expr,
        Parsed::Binary(one) => &one.left,
        Parsed::Cast(one) => &one.expr,
        Parsed::Paren(one) => &one.expr,
        Parsed::Group(one) => &one.expr,
        _ => return None,
    })
}

impl Lower<'_> {
    pub(super) fn expr(&mut self, from: &Parsed) -> ExprId {
        let mut spine = vec![from];
        let mut at = from;
        while let Some(next) = left(at) {
            spine.push(next);
            at = next;
        }
        let mut id = match spine.pop() {
            Some(first) => self.first(first),
            None => self.add_expr(Expr::Other),
        };
        while let Some(outer) = spine.pop() {
            id = self.over(outer, id);
        }
        id
    }

    fn opt(&mut self, from: Option<&Parsed>) -> Option<ExprId> {
        from.map(|one| self.expr(one))
    }

    fn exprs<P>(&mut self, from: &syn::punctuated::Punctuated<Parsed, P>) -> Vec<ExprId> {
        from.iter().map(|one| self.expr(one)).collect()
    }

    /// An expression whose left part is there already.
    fn over(&mut self, from: &Parsed, inner: ExprId) -> ExprId {
        let expr = match from {
            Parsed::MethodCall(one) => {
                self.marks(&one.attrs, one);
                let arguments = one.turbofish.as_ref();
                let arguments = arguments.map(|list| Box::new(self.angles(list)));
                Expr::Method(Box::new(Method {
                    receiver: inner,
                    name: self.name(&one.method),
                    arguments,
                    given: self.exprs(&one.args),
                }))
            }
            Parsed::Field(one) => Expr::Field(inner, self.member(&one.member)),
            Parsed::Try(_) => Expr::Try(inner),
            Parsed::Await(_) => Expr::Await(inner),
            Parsed::Call(one) => {
                self.marks(&one.attrs, one);
                Expr::Call(inner, self.exprs(&one.args))
            }
            Parsed::Index(one) => Expr::Index(inner, self.expr(&one.index)),
            Parsed::Binary(one) => Expr::Binary(inner, self.expr(&one.right), operator(&one.op)),
            Parsed::Cast(one) => Expr::Cast(inner, self.ty(&one.ty)),
            _ => return inner,
        };
        self.add_expr(expr)
    }

    fn first(&mut self, from: &Parsed) -> ExprId {
        let expr = match from {
            Parsed::Path(one) => self.path_expr(one),
            Parsed::Lit(one) => return self.literal(&one.lit),
            Parsed::Struct(one) => {
                self.marks(&one.attrs, one);
                self.structure(one)
            }
            Parsed::Closure(one) => self.closure(one),
            Parsed::Macro(one) => {
                self.marks(&one.attrs, one);
                Expr::Macro(Box::new(self.call(&one.mac)))
            }
            Parsed::Reference(one) => Expr::Reference(self.expr(&one.expr)),
            Parsed::RawAddr(one) => Expr::Reference(self.expr(&one.expr)),
            Parsed::Unary(one) => {
                let inner = self.expr(&one.expr);
                match one.op {
                    UnOp::Deref(_) => Expr::Dereference(inner),
                    _ => Expr::Unary(inner),
                }
            }
            Parsed::Assign(one) => {
                self.marks(&one.attrs, one);
                let to = self.expr(&one.left);
                Expr::Assign(to, self.expr(&one.right))
            }
            Parsed::Range(one) => {
                let start = self.opt(one.start.as_deref());
                Expr::Range(start, self.opt(one.end.as_deref()))
            }
            Parsed::Tuple(one) => Expr::Tuple(self.exprs(&one.elems)),
            Parsed::Array(one) => Expr::Array(self.exprs(&one.elems)),
            Parsed::Repeat(one) => {
                let of = self.expr(&one.expr);
                Expr::Repeat(of, self.expr(&one.len))
            }
            Parsed::Verbatim(tokens) => {
                self.loose(tokens.clone());
                Expr::Other
            }
            other => return self.flow(other),
        };
        self.add_expr(expr)
    }

    /// What has blocks or leaves them.
    fn flow(&mut self, from: &Parsed) -> ExprId {
        let expr = match from {
            Parsed::Block(one) => {
                self.marks(&one.attrs, one);
                return self.block(&one.block);
            }
            Parsed::Unsafe(one) => {
                self.marks(&one.attrs, one);
                return self.block(&one.block);
            }
            Parsed::Const(one) => return self.block(&one.block),
            Parsed::TryBlock(one) => {
                self.block(&one.block);
                Expr::Other
            }
            Parsed::Async(one) => Expr::Async(self.block(&one.block)),
            Parsed::If(one) => {
                self.marks(&one.attrs, one);
                return self.conditional(one);
            }
            Parsed::Let(one) => {
                let value = self.expr(&one.expr);
                Expr::Let(self.pat(&one.pat), value)
            }
            Parsed::Match(one) => {
                self.marks(&one.attrs, one);
                let of = self.expr(&one.expr);
                let arms = one.arms.iter().map(|arm| {
                    self.marks(&arm.attrs, arm);
                    (self.pat(&arm.pat), self.expr(&arm.body))
                });
                let arms = arms.collect();
                Expr::Match(of, arms)
            }
            Parsed::ForLoop(one) => {
                self.marks(&one.attrs, one);
                let over = self.expr(&one.expr);
                let pat = self.pat(&one.pat);
                Expr::For(pat, over, self.block(&one.body))
            }
            Parsed::While(one) => {
                self.marks(&one.attrs, one);
                let condition = self.expr(&one.cond);
                Expr::Loop(Some(condition), self.block(&one.body))
            }
            Parsed::Loop(one) => Expr::Loop(None, self.block(&one.body)),
            Parsed::Return(one) => Expr::Leave(self.opt(one.expr.as_deref()), true),
            Parsed::Break(one) => Expr::Leave(self.opt(one.expr.as_deref()), false),
            Parsed::Yield(one) => Expr::Leave(self.opt(one.expr.as_deref()), false),
            Parsed::Continue(_) => Expr::Leave(None, false),
            _ => Expr::Other,
        };
        self.add_expr(expr)
    }

    /// `if … else if … else …`, the last first.
    fn conditional(&mut self, from: &syn::ExprIf) -> ExprId {
        let mut chain = vec![from];
        let mut at = from;
        let last = loop {
            match at.else_branch.as_ref().map(|(_, next)| &**next) {
                Some(Parsed::If(next)) => {
                    chain.push(next);
                    at = next;
                }
                Some(other) => break Some(self.expr(other)),
                None => break None,
            }
        };
        let mut otherwise = last;
        for one in chain.into_iter().rev() {
            let condition = self.expr(&one.cond);
            let then = self.block(&one.then_branch);
            otherwise = Some(self.add_expr(Expr::If {
                condition,
                then,
                otherwise,
            }));
        }
        match otherwise {
            Some(first) => first,
            None => self.add_expr(Expr::Other),
        }
    }

    fn structure(&mut self, one: &syn::ExprStruct) -> Expr {
        let path = self.path(one.qself.as_ref(), &one.path);
        let fields = one.fields.iter().map(|field| {
            self.marks(&field.attrs, field);
            (self.member(&field.member), self.expr(&field.expr))
        });
        let fields = fields.collect();
        Expr::Struct(Box::new(Literal {
            path,
            fields,
            rest: self.opt(one.rest.as_deref()),
        }))
    }

    fn closure(&mut self, one: &syn::ExprClosure) -> Expr {
        self.marks(&one.attrs, one);
        let parameters = one.inputs.iter().map(|pat| self.pat(pat)).collect();
        let returns = self.returned(&one.output);
        Expr::Closure(Box::new(Closure {
            parameters,
            returns,
            body: self.expr(&one.body),
            is_async: one.asyncness.is_some(),
        }))
    }

    pub(super) fn literal(&mut self, from: &Lit) -> ExprId {
        let number = |suffix: &str, otherwise: NumberKind| match suffix {
            "" => Expr::Number(otherwise),
            suffix => Expr::Number(NumberKind::Typed(suffix.into())),
        };
        let expr = match from {
            Lit::Str(_) => Expr::Text,
            Lit::Int(one) => number(one.suffix(), NumberKind::Integer),
            Lit::Float(one) => number(one.suffix(), NumberKind::Float),
            Lit::Bool(_) => Expr::Bool,
            Lit::Char(_) => Expr::Char,
            Lit::Byte(_) => Expr::Number(NumberKind::Typed("u8".into())),
            _ => Expr::Bytes,
        };
        self.add_expr(expr)
    }

    pub(super) fn block(&mut self, from: &syn::Block) -> ExprId {
        let lower = |this: &mut Self| {
            let statements = this.statements(&from.stmts);
            this.add_expr(Expr::Block(statements))
        };
        if from.stmts.iter().any(|one| matches!(one, Stmt::Item(_))) {
            self.nested(NestOf::Block, lower)
        } else {
            lower(self)
        }
    }

    pub(super) fn statements(&mut self, from: &[Stmt]) -> Vec<Statement> {
        let mut found = Vec::with_capacity(from.len());
        for one in from {
            match one {
                Stmt::Local(one) => {
                    self.marks(&one.attrs, one);
                    let init = one.init.as_ref();
                    let value = init.map(|init| self.expr(&init.expr));
                    let otherwise = init.and_then(|init| init.diverge.as_ref());
                    let otherwise = otherwise.map(|(_, block)| self.expr(block));
                    let pat = self.pat(&one.pat);
                    found.push(Statement::Let {
                        pat,
                        value,
                        otherwise,
                    });
                }
                Stmt::Item(one) => {
                    found.extend(self.item(one).into_iter().map(Statement::Item));
                }
                Stmt::Expr(one, semicolon) => {
                    let expr = self.expr(one);
                    found.push(Statement::Expression(expr, semicolon.is_some()));
                }
                Stmt::Macro(one) => {
                    self.marks(&one.attrs, one);
                    let call = self.call(&one.mac);
                    let expr = self.add_expr(Expr::Macro(Box::new(call)));
                    found.push(Statement::Expression(expr, one.semi_token.is_some()));
                }
            }
        }
        found
    }
}

const fn operator(op: &BinOp) -> Operator {
    match op {
        BinOp::And(_)
        | BinOp::Or(_)
        | BinOp::Eq(_)
        | BinOp::Lt(_)
        | BinOp::Le(_)
        | BinOp::Ne(_)
        | BinOp::Ge(_)
        | BinOp::Gt(_) => Operator::Compare,
        BinOp::Add(_) => Operator::Add,
        BinOp::Sub(_) => Operator::Subtract,
        BinOp::Mul(_) => Operator::Multiply,
        BinOp::Div(_) => Operator::Divide,
        _ => Operator::Other,
    }
}
