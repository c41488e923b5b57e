//! Statements, functions and classes.

use crate::scan::script::members::Lookup;
use crate::scan::script::ty::{Env, Home, Ty};
use crate::scan::script::visit::Visit;
use crate::scan::uses::Site;
use crate::syntax::script::{
    ClassId, FunctionId, Membership, NodeId, PatternId, Statement, TypeId,
};

impl<'w> Visit<'_, 'w> {
    /// Statements in turn; `returns` is what the function around them gives.
    pub(super) fn statements(&mut self, statements: &'w [Statement], returns: &Ty<'w>) {
        let before = self.guards.len();
        for statement in statements {
            self.statement(statement, returns);
        }
        self.guards.truncate(before);
    }

    fn statement(&mut self, statement: &'w Statement, returns: &Ty<'w>) {
        match statement {
            Statement::Expression(node) | Statement::Throw(node) => {
                self.node(*node, &Ty::Unknown);
            }
            Statement::Variable { pattern, ty, value } => self.variable(*pattern, *ty, *value),
            Statement::Function(function) => self.function(*function, &Ty::Unknown),
            Statement::Class(class) => self.class(*class),
            Statement::Return(value) => {
                if let Some(value) = value {
                    self.node(*value, returns);
                }
            }
            Statement::If { test, yes, no } => {
                let guards = self.guard(*test);
                self.statements(yes, returns);
                // `if (!x) return;` guards what follows as `if (x) { … }` does what is in it.
                if !leaves(yes) {
                    self.guards.truncate(guards);
                }
                self.statements(no, returns);
            }
            Statement::Each {
                pattern,
                value,
                keys,
                body,
            } => {
                self.node(*value, &Ty::Unknown);
                let of = match keys {
                    true => Ty::Primitive,
                    false if self.takes_still(*pattern) => Ty::Unknown,
                    false => {
                        let value = self.inference.node(self.file, *value);
                        self.inference.element(&value)
                    }
                };
                self.pattern(*pattern, &of);
                self.statements(body, returns);
            }
            Statement::Loop {
                before,
                parts,
                body,
            } => {
                self.statements(before, returns);
                self.all(parts);
                self.statements(body, returns);
            }
            Statement::Switch { of, cases } => {
                self.node(*of, &Ty::Unknown);
                for (test, body) in cases {
                    if let Some(test) = test {
                        self.node(*test, &Ty::Unknown);
                    }
                    self.statements(body, returns);
                }
            }
            Statement::Try {
                body,
                handler,
                finally,
            } => {
                let caught = usize::from(!handler.is_empty());
                self.tries += caught;
                self.statements(body, returns);
                self.tries -= caught;
                self.statements(handler, returns);
                self.statements(finally, returns);
            }
            Statement::Block(body) => self.statements(body, returns),
            Statement::Enum(_, values) => self.all(values),
        }
    }

    fn variable(&mut self, pattern: PatternId, ty: Option<TypeId>, value: Option<NodeId>) {
        let script = self.inference.script(self.file);
        let declared = ty.map(|ty| {
            self.inference
                .written(&script[ty], &Env::default(), Home::File(self.file))
        });
        if let Some(value) = value {
            self.node(value, &declared.clone().unwrap_or_default());
        }
        if self.takes_still(pattern) {
            return;
        }
        let of = declared
            .unwrap_or_default()
            .or_rather(|| value.map_or(Ty::Unknown, |value| self.inference.node(self.file, value)));
        self.pattern(pattern, &of);
    }

    /// A function, with what is expected of it where it stands.
    pub(super) fn function(&mut self, id: FunctionId, expected: &Ty<'w>) {
        self.inference.give(self.file, id, expected);
        let script = self.inference.script(self.file);
        let function = &script[id];
        let returns = match function.returns {
            Some(ty) => self
                .inference
                .written(&script[ty], &Env::default(), Home::File(self.file)),
            None => self.inference.returned(expected),
        };
        let returns = match returns {
            Ty::Promise(of) if function.is_async => (*of).clone(),
            ty => ty,
        };
        let this = self.inference.this_in(self.file, Some(id));
        let this = match this {
            // An object's method, or a function of its own: what is around it does not count.
            Ty::Unknown if function.is_arrow => self
                .inference
                .this
                .borrow()
                .last()
                .cloned()
                .unwrap_or_default(),
            this => this,
        };
        self.inference.this.borrow_mut().push(this);
        for (index, parameter) in function.parameters.iter().enumerate() {
            if self.takes_still(parameter.pattern) {
                continue;
            }
            let index = u32::try_from(index).unwrap_or(u32::MAX);
            let of = self.inference.parameter(self.file, id, index);
            self.pattern(parameter.pattern, &of);
        }
        self.statements(&function.body, &returns);
        if let Some(value) = function.value {
            self.node(value, &returns);
        }
        self.inference.this.borrow_mut().pop();
    }

    pub(super) fn class(&mut self, id: ClassId) {
        let script = self.inference.script(self.file);
        let class = &script[id];
        if let Some(extends) = class.extends {
            self.node(extends, &Ty::Unknown);
        }
        self.all(&class.others);
        let file = self.file;
        for member in &class.members {
            let base = self.inference.base(file, id, member.is_static);
            let inherited = member.name.as_ref().map_or(Lookup::Unknown, |name| {
                if name == "constructor" {
                    Lookup::Unknown
                } else {
                    self.inference.member(&base, name)
                }
            });
            if matches!(inherited, Lookup::Found(_)) {
                self.record(member.name_at, Site::Override, &inherited);
            }
            let expected = match inherited {
                Lookup::Found(property) => property.ty,
                _ => Ty::Unknown,
            };
            self.member_of_class(id, member.is_static, member.what, member.ty, &expected);
        }
        for block in &class.blocks {
            self.statements(block, &Ty::Unknown);
        }
    }

    fn member_of_class(
        &mut self,
        class: ClassId,
        is_static: bool,
        what: Membership,
        ty: Option<TypeId>,
        inherited: &Ty<'w>,
    ) {
        let script = self.inference.script(self.file);
        match what {
            Membership::Field(Some(value)) => {
                let expected = match ty {
                    Some(ty) => {
                        let home = Home::File(self.file);
                        self.inference.written(&script[ty], &Env::default(), home)
                    }
                    None => inherited.clone(),
                };
                let this = if is_static {
                    Ty::OwnClass(self.file, class)
                } else {
                    Ty::OwnInstance(self.file, class)
                };
                self.inference.this.borrow_mut().push(this);
                self.node(value, &expected);
                self.inference.this.borrow_mut().pop();
            }
            // TypeScript leaves the parameters of a method untyped, though its base says what they are.
            Membership::Method(function) => self.function(function, inherited),
            Membership::Getter(function) | Membership::Setter(function) => {
                self.function(function, &Ty::Unknown);
            }
            Membership::Field(None) | Membership::Parameter(_) => {}
        }
    }
}

/// Whether a block never goes on to what follows it.
fn leaves(block: &[Statement]) -> bool {
    matches!(
        block.last(),
        Some(Statement::Return(_) | Statement::Throw(_))
    )
}
