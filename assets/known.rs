//! What the standard library hands on, as far as a scan has to follow it: which type comes out of what. Read as text,
//! never compiled: bodies are empty. What gives nothing back that could be a platform's is left out.

pub mod marker {
    pub trait Send {}
    pub trait Sync {}
    pub trait Copy {}
    pub trait Sized {}
    pub trait Unpin {}
}

pub mod ops {
    pub trait FnOnce<Args> { type Output; }
    pub trait FnMut<Args> { type Output; }
    pub trait Fn<Args> { type Output; }
    pub trait AsyncFn<Args> { type Output; }
    pub trait AsyncFnMut<Args> { type Output; }
    pub trait AsyncFnOnce<Args> { type Output; }
    pub trait Deref { type Target; fn deref(&self) -> &Self::Target; }
    pub trait DerefMut { fn deref_mut(&mut self) -> &mut <Self as Deref>::Target; }
    pub trait Index<I> { type Output; }
    pub trait Drop { fn drop(&mut self); }
    pub trait RangeBounds<T> { fn contains(&self, item: &T) -> bool; }
    pub trait Add<Rhs = Self> { type Output; fn add(self, rhs: Rhs) -> Self::Output; }
    pub trait Sub<Rhs = Self> { type Output; fn sub(self, rhs: Rhs) -> Self::Output; }
    pub trait Mul<Rhs = Self> { type Output; fn mul(self, rhs: Rhs) -> Self::Output; }
    pub trait Div<Rhs = Self> { type Output; fn div(self, rhs: Rhs) -> Self::Output; }
    pub struct Range<T> { pub start: T, pub end: T }
    impl<T> Range<T> { pub fn contains(&self, item: &T) -> bool {} pub fn is_empty(&self) -> bool {} }
    impl<T> Iterator for Range<T> { type Item = T; }
    pub struct RangeInclusive<T> { start: T }
    impl<T> RangeInclusive<T> {
        pub fn new(start: T, end: T) -> Self {}
        pub fn contains(&self, item: &T) -> bool {}
        pub fn start(&self) -> &T {}
        pub fn end(&self) -> &T {}
    }
    impl<T> Iterator for RangeInclusive<T> { type Item = T; }
    pub enum ControlFlow<B, C> { Continue(C), Break(B) }
    pub enum Bound<T> { Included(T), Excluded(T), Unbounded }
}

pub mod clone {
    pub trait Clone { fn clone(&self) -> Self; fn clone_from(&mut self, source: &Self); }
}

pub mod borrow {
    pub trait Borrow<B> { fn borrow(&self) -> &B; }
    pub trait BorrowMut<B> { fn borrow_mut(&mut self) -> &mut B; }
    pub trait ToOwned { type Owned; fn to_owned(&self) -> Self; }
    pub enum Cow<B> { Borrowed(B), Owned(B) }
    impl<B> Cow<B> { pub fn into_owned(self) -> B {} pub fn to_mut(&mut self) -> &mut B {} }
    impl<B> std::ops::Deref for Cow<B> { type Target = B; }
}

pub mod convert {
    pub trait From<T> { fn from(value: T) -> Self; }
    pub trait Into<T> { fn into(self) -> T; }
    pub trait TryFrom<T> { type Error; fn try_from(value: T) -> Result<Self, Self::Error>; }
    pub trait TryInto<T> { type Error; fn try_into(self) -> Result<T, Self::Error>; }
    pub trait AsRef<T> { fn as_ref(&self) -> &T; }
    pub trait AsMut<T> { fn as_mut(&mut self) -> &mut T; }
    pub enum Infallible {}
}

pub mod default {
    pub trait Default { fn default() -> Self; }
}

pub mod cmp {
    pub enum Ordering { Less, Equal, Greater }
    impl Ordering {
        pub fn reverse(self) -> Ordering {}
        pub fn then(self, other: Ordering) -> Ordering {}
        pub fn then_with<F: FnOnce() -> Ordering>(self, f: F) -> Ordering {}
    }
    pub trait PartialEq<R = Self> { fn eq(&self, other: &R) -> bool; fn ne(&self, other: &R) -> bool; }
    pub trait Eq {}
    pub trait PartialOrd<R = Self> { fn partial_cmp(&self, other: &R) -> Option<Ordering>; }
    pub trait Ord {
        fn cmp(&self, other: &Self) -> Ordering;
        fn max(self, other: Self) -> Self;
        fn min(self, other: Self) -> Self;
        fn clamp(self, min: Self, max: Self) -> Self;
    }
    pub struct Reverse<T>(pub T);
    pub fn max<T>(a: T, b: T) -> T {}
    pub fn min<T>(a: T, b: T) -> T {}
}

pub mod hash {
    pub trait Hash { fn hash<H>(&self, state: &mut H); }
    pub trait Hasher { fn finish(&self) -> u64; }
}

pub mod fmt {
    pub struct Formatter {}
    impl Formatter {
        pub fn write_str(&mut self, s: &str) -> Result<(), Error> {}
        pub fn write_fmt(&mut self, a: Arguments) -> Result<(), Error> {}
        pub fn pad(&mut self, s: &str) -> Result<(), Error> {}
        pub fn alternate(&self) -> bool {}
        pub fn width(&self) -> Option<usize> {}
        pub fn precision(&self) -> Option<usize> {}
    }
    pub struct Error;
    pub struct Arguments {}
    pub type Result<T = ()> = std::result::Result<T, Error>;
    pub trait Debug { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Display { fn fmt(&self, f: &mut Formatter) -> Result; }
    pub trait Write { fn write_str(&mut self, s: &str) -> Result; fn write_char(&mut self, c: char) -> Result; fn write_fmt(&mut self, a: Arguments) -> Result; }
}

pub mod error {
    pub trait Error { fn source(&self) -> Option<&dyn Error>; fn description(&self) -> &str; }
}

pub mod future {
    pub trait Future { type Output; }
    pub trait IntoFuture { type Output; }
    pub fn ready<T>(value: T) -> impl Future<Output = T> {}
}

pub mod pin {
    pub struct Pin<P> { p: P }
    impl<P> Pin<P> { pub fn new(p: P) -> Self {} pub fn as_mut(&mut self) -> Self {} pub fn as_ref(&self) -> Self {} pub fn get_mut(self) -> P {} }
    impl<P> std::ops::Deref for Pin<P> { type Target = P; }
}

pub mod any {
    pub trait Any {}
}

pub mod mem {
    pub fn take<T>(dest: &mut T) -> T {}
    pub fn replace<T>(dest: &mut T, src: T) -> T {}
    pub fn swap<T>(x: &mut T, y: &mut T) {}
    pub fn drop<T>(x: T) {}
}

pub mod option {
    pub enum Option<T> { None, Some(T) }
    impl<T> Option<T> {
        pub fn is_some(&self) -> bool {}
        pub fn is_none(&self) -> bool {}
        pub fn is_some_and<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        pub fn is_none_or<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        pub fn as_ref(&self) -> Option<T> {}
        pub fn as_mut(&mut self) -> Option<T> {}
        pub fn as_deref(&self) -> Option<T> {}
        pub fn as_deref_mut(&mut self) -> Option<T> {}
        pub fn expect(self, msg: &str) -> T {}
        pub fn unwrap(self) -> T {}
        pub fn unwrap_or(self, default: T) -> T {}
        pub fn unwrap_or_default(self) -> T {}
        pub fn unwrap_or_else<F: FnOnce() -> T>(self, f: F) -> T {}
        pub fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Option<U> {}
        pub fn inspect<F: FnOnce(&T)>(self, f: F) -> Option<T> {}
        pub fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U {}
        pub fn map_or_else<U, D: FnOnce() -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U {}
        pub fn ok_or<E>(self, err: E) -> Result<T, E> {}
        pub fn ok_or_else<E, F: FnOnce() -> E>(self, err: F) -> Result<T, E> {}
        pub fn and<U>(self, other: Option<U>) -> Option<U> {}
        pub fn and_then<U, F: FnOnce(T) -> Option<U>>(self, f: F) -> Option<U> {}
        pub fn filter<P: FnOnce(&T) -> bool>(self, predicate: P) -> Option<T> {}
        pub fn or(self, other: Option<T>) -> Option<T> {}
        pub fn or_else<F: FnOnce() -> Option<T>>(self, f: F) -> Option<T> {}
        pub fn xor(self, other: Option<T>) -> Option<T> {}
        pub fn insert(&mut self, value: T) -> &mut T {}
        pub fn get_or_insert(&mut self, value: T) -> &mut T {}
        pub fn get_or_insert_with<F: FnOnce() -> T>(&mut self, f: F) -> &mut T {}
        pub fn take(&mut self) -> Option<T> {}
        pub fn replace(&mut self, value: T) -> Option<T> {}
        pub fn zip<U>(self, other: Option<U>) -> Option<(T, U)> {}
        pub fn copied(self) -> Option<T> {}
        pub fn cloned(self) -> Option<T> {}
        pub fn flatten(self) -> T {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
        pub fn transpose(self) -> T {}
    }
    impl<T> std::iter::IntoIterator for Option<T> { type Item = T; }
}

pub mod result {
    pub enum Result<T, E> { Ok(T), Err(E) }
    impl<T, E> Result<T, E> {
        pub fn is_ok(&self) -> bool {}
        pub fn is_err(&self) -> bool {}
        pub fn is_ok_and<F: FnOnce(T) -> bool>(self, f: F) -> bool {}
        pub fn is_err_and<F: FnOnce(E) -> bool>(self, f: F) -> bool {}
        pub fn ok(self) -> Option<T> {}
        pub fn err(self) -> Option<E> {}
        pub fn as_ref(&self) -> Result<T, E> {}
        pub fn as_mut(&mut self) -> Result<T, E> {}
        pub fn as_deref(&self) -> Result<T, E> {}
        pub fn map<U, F: FnOnce(T) -> U>(self, f: F) -> Result<U, E> {}
        pub fn map_or<U, F: FnOnce(T) -> U>(self, default: U, f: F) -> U {}
        pub fn map_or_else<U, D: FnOnce(E) -> U, F: FnOnce(T) -> U>(self, default: D, f: F) -> U {}
        pub fn map_err<O, F: FnOnce(E) -> O>(self, f: F) -> Result<T, O> {}
        pub fn inspect<F: FnOnce(&T)>(self, f: F) -> Result<T, E> {}
        pub fn inspect_err<F: FnOnce(&E)>(self, f: F) -> Result<T, E> {}
        pub fn and<U>(self, other: Result<U, E>) -> Result<U, E> {}
        pub fn and_then<U, F: FnOnce(T) -> Result<U, E>>(self, f: F) -> Result<U, E> {}
        pub fn or<O>(self, other: Result<T, O>) -> Result<T, O> {}
        pub fn or_else<O, F: FnOnce(E) -> Result<T, O>>(self, f: F) -> Result<T, O> {}
        pub fn unwrap(self) -> T {}
        pub fn expect(self, msg: &str) -> T {}
        pub fn unwrap_err(self) -> E {}
        pub fn expect_err(self, msg: &str) -> E {}
        pub fn unwrap_or(self, default: T) -> T {}
        pub fn unwrap_or_default(self) -> T {}
        pub fn unwrap_or_else<F: FnOnce(E) -> T>(self, f: F) -> T {}
        pub fn copied(self) -> Result<T, E> {}
        pub fn cloned(self) -> Result<T, E> {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
    }
    impl<T, E> std::iter::IntoIterator for Result<T, E> { type Item = T; }
}

pub mod boxed {
    pub struct Box<T> { t: T }
    impl<T> Box<T> {
        pub fn new(x: T) -> Box<T> {}
        pub fn pin(x: T) -> std::pin::Pin<Box<T>> {}
        pub fn leak(b: Box<T>) -> T {}
    }
    impl<T> std::ops::Deref for Box<T> { type Target = T; }
}

pub mod rc {
    pub struct Rc<T> { t: T }
    impl<T> Rc<T> {
        pub fn new(x: T) -> Rc<T> {}
        pub fn clone(this: &Rc<T>) -> Rc<T> {}
        pub fn get_mut(this: &mut Rc<T>) -> Option<T> {}
        pub fn make_mut(this: &mut Rc<T>) -> T {}
        pub fn downgrade(this: &Rc<T>) -> Weak<T> {}
        pub fn try_unwrap(this: Rc<T>) -> Result<T, Rc<T>> {}
    }
    impl<T> std::ops::Deref for Rc<T> { type Target = T; }
    pub struct Weak<T> { t: T }
    impl<T> Weak<T> { pub fn new() -> Weak<T> {} pub fn upgrade(&self) -> Option<Rc<T>> {} }
}

pub mod sync {
    pub struct Arc<T> { t: T }
    impl<T> Arc<T> {
        pub fn new(x: T) -> Arc<T> {}
        pub fn clone(this: &Arc<T>) -> Arc<T> {}
        pub fn get_mut(this: &mut Arc<T>) -> Option<T> {}
        pub fn make_mut(this: &mut Arc<T>) -> T {}
        pub fn downgrade(this: &Arc<T>) -> Weak<T> {}
        pub fn try_unwrap(this: Arc<T>) -> Result<T, Arc<T>> {}
    }
    impl<T> std::ops::Deref for Arc<T> { type Target = T; }
    pub struct Weak<T> { t: T }
    impl<T> Weak<T> { pub fn new() -> Weak<T> {} pub fn upgrade(&self) -> Option<Arc<T>> {} }
    pub struct PoisonError<T> { t: T }
    impl<T> PoisonError<T> { pub fn into_inner(self) -> T {} }
    pub struct MutexGuard<T> { t: T }
    impl<T> std::ops::Deref for MutexGuard<T> { type Target = T; }
    pub struct Mutex<T> { t: T }
    impl<T> Mutex<T> {
        pub fn new(t: T) -> Mutex<T> {}
        pub fn lock(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>> {}
        pub fn try_lock(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>> {}
        pub fn get_mut(&mut self) -> Result<T, PoisonError<T>> {}
        pub fn into_inner(self) -> Result<T, PoisonError<T>> {}
    }
    pub struct RwLock<T> { t: T }
    impl<T> RwLock<T> {
        pub fn new(t: T) -> RwLock<T> {}
        pub fn read(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>> {}
        pub fn write(&self) -> Result<MutexGuard<T>, PoisonError<MutexGuard<T>>> {}
        pub fn into_inner(self) -> Result<T, PoisonError<T>> {}
    }
    pub struct OnceLock<T> { t: T }
    impl<T> OnceLock<T> {
        pub fn new() -> OnceLock<T> {}
        pub fn get(&self) -> Option<T> {}
        pub fn set(&self, value: T) -> Result<(), T> {}
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
    }
    pub struct LazyLock<T> { t: T }
    impl<T> LazyLock<T> { pub fn new<F: FnOnce() -> T>(f: F) -> LazyLock<T> {} }
    impl<T> std::ops::Deref for LazyLock<T> { type Target = T; }
    pub mod mpsc {
        pub struct Sender<T> { t: T }
        impl<T> Sender<T> { pub fn send(&self, t: T) -> Result<(), SendError<T>> {} }
        pub struct SendError<T>(pub T);
        pub struct RecvError;
        pub struct Receiver<T> { t: T }
        impl<T> Receiver<T> {
            pub fn recv(&self) -> Result<T, RecvError> {}
            pub fn try_recv(&self) -> Result<T, RecvError> {}
            pub fn iter(&self) -> std::vec::IntoIter<T> {}
            pub fn try_iter(&self) -> std::vec::IntoIter<T> {}
        }
        pub fn channel<T>() -> (Sender<T>, Receiver<T>) {}
    }
}

pub mod cell {
    pub struct Cell<T> { t: T }
    impl<T> Cell<T> {
        pub fn new(t: T) -> Cell<T> {}
        pub fn get(&self) -> T {}
        pub fn set(&self, t: T) {}
        pub fn take(&self) -> T {}
        pub fn replace(&self, t: T) -> T {}
    }
    pub struct Ref<T> { t: T }
    impl<T> std::ops::Deref for Ref<T> { type Target = T; }
    pub struct RefMut<T> { t: T }
    impl<T> std::ops::Deref for RefMut<T> { type Target = T; }
    pub struct RefCell<T> { t: T }
    impl<T> RefCell<T> {
        pub fn new(t: T) -> RefCell<T> {}
        pub fn borrow(&self) -> Ref<T> {}
        pub fn borrow_mut(&self) -> RefMut<T> {}
        pub fn replace(&self, t: T) -> T {}
        pub fn take(&self) -> T {}
        pub fn into_inner(self) -> T {}
        pub fn get_mut(&mut self) -> &mut T {}
    }
    pub struct OnceCell<T> { t: T }
    impl<T> OnceCell<T> {
        pub fn new() -> OnceCell<T> {}
        pub fn get(&self) -> Option<T> {}
        pub fn get_or_init<F: FnOnce() -> T>(&self, f: F) -> &T {}
    }
}

pub mod iter {
    pub trait IntoIterator { type Item; fn into_iter(self) -> std::vec::IntoIter<Self::Item>; }
    pub trait FromIterator<A> { fn from_iter<I: IntoIterator<Item = A>>(iter: I) -> Self; }
    pub trait Extend<A> { fn extend<I: IntoIterator<Item = A>>(&mut self, iter: I); }
    pub trait DoubleEndedIterator { fn rev(self) -> Self; fn next_back(&mut self) -> Option<<Self as Iterator>::Item>; }
    pub trait ExactSizeIterator { fn len(&self) -> usize; }
    pub trait Iterator {
        type Item;
        fn next(&mut self) -> Option<Self::Item>;
        fn size_hint(&self) -> (usize, Option<usize>);
        fn count(self) -> usize;
        fn last(self) -> Option<Self::Item>;
        fn nth(&mut self, n: usize) -> Option<Self::Item>;
        fn step_by(self, step: usize) -> std::vec::IntoIter<Self::Item>;
        fn chain<U>(self, other: U) -> std::vec::IntoIter<Self::Item>;
        fn zip<B, U: IntoIterator<Item = B>>(self, other: U) -> std::vec::IntoIter<(Self::Item, B)>;
        fn map<B, F: FnMut(Self::Item) -> B>(self, f: F) -> std::vec::IntoIter<B>;
        fn for_each<F: FnMut(Self::Item)>(self, f: F);
        fn filter<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> std::vec::IntoIter<Self::Item>;
        fn filter_map<B, F: FnMut(Self::Item) -> Option<B>>(self, f: F) -> std::vec::IntoIter<B>;
        fn enumerate(self) -> std::vec::IntoIter<(usize, Self::Item)>;
        fn peekable(self) -> Peekable<Self::Item>;
        fn skip_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> std::vec::IntoIter<Self::Item>;
        fn take_while<P: FnMut(&Self::Item) -> bool>(self, predicate: P) -> std::vec::IntoIter<Self::Item>;
        fn map_while<B, P: FnMut(Self::Item) -> Option<B>>(self, predicate: P) -> std::vec::IntoIter<B>;
        fn skip(self, n: usize) -> std::vec::IntoIter<Self::Item>;
        fn take(self, n: usize) -> std::vec::IntoIter<Self::Item>;
        fn scan<St, B, F: FnMut(&mut St, Self::Item) -> Option<B>>(self, initial: St, f: F) -> std::vec::IntoIter<B>;
        fn flat_map<V, U: IntoIterator<Item = V>, F: FnMut(Self::Item) -> U>(self, f: F) -> std::vec::IntoIter<V>;
        fn flatten(self) -> std::vec::IntoIter<<Self::Item as IntoIterator>::Item>;
        fn fuse(self) -> std::vec::IntoIter<Self::Item>;
        fn inspect<F: FnMut(&Self::Item)>(self, f: F) -> std::vec::IntoIter<Self::Item>;
        fn by_ref(&mut self) -> &mut Self;
        fn collect<B = std::vec::Vec<Self::Item>>(self) -> B;
        fn partition<B, F: FnMut(&Self::Item) -> bool>(self, f: F) -> (std::vec::Vec<Self::Item>, std::vec::Vec<Self::Item>);
        fn fold<B, F: FnMut(B, Self::Item) -> B>(self, init: B, f: F) -> B;
        fn try_fold<B, R, F: FnMut(B, Self::Item) -> R>(&mut self, init: B, f: F) -> R;
        fn try_for_each<R, F: FnMut(Self::Item) -> R>(&mut self, f: F) -> R;
        fn reduce<F: FnMut(Self::Item, Self::Item) -> Self::Item>(self, f: F) -> Option<Self::Item>;
        fn all<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool;
        fn any<F: FnMut(Self::Item) -> bool>(&mut self, f: F) -> bool;
        fn find<P: FnMut(&Self::Item) -> bool>(&mut self, predicate: P) -> Option<Self::Item>;
        fn find_map<B, F: FnMut(Self::Item) -> Option<B>>(&mut self, f: F) -> Option<B>;
        fn position<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize>;
        fn rposition<P: FnMut(Self::Item) -> bool>(&mut self, predicate: P) -> Option<usize>;
        fn max(self) -> Option<Self::Item>;
        fn min(self) -> Option<Self::Item>;
        fn max_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item>;
        fn max_by<F: FnMut(&Self::Item, &Self::Item) -> std::cmp::Ordering>(self, f: F) -> Option<Self::Item>;
        fn min_by_key<B, F: FnMut(&Self::Item) -> B>(self, f: F) -> Option<Self::Item>;
        fn min_by<F: FnMut(&Self::Item, &Self::Item) -> std::cmp::Ordering>(self, f: F) -> Option<Self::Item>;
        fn unzip<A, B>(self) -> Self::Item;
        fn copied(self) -> std::vec::IntoIter<Self::Item>;
        fn cloned(self) -> std::vec::IntoIter<Self::Item>;
        fn cycle(self) -> std::vec::IntoIter<Self::Item>;
        fn sum<S = Self::Item>(self) -> S;
        fn product<S = Self::Item>(self) -> S;
        fn eq<I>(self, other: I) -> bool;
    }
    pub struct Peekable<T> { t: T }
    impl<T> Peekable<T> {
        pub fn peek(&mut self) -> Option<T> {}
        pub fn peek_mut(&mut self) -> Option<T> {}
        pub fn next_if<F: FnOnce(&T) -> bool>(&mut self, f: F) -> Option<T> {}
    }
    impl<T> Iterator for Peekable<T> { type Item = T; }
    pub fn once<T>(value: T) -> std::vec::IntoIter<T> {}
    pub fn empty<T>() -> std::vec::IntoIter<T> {}
    pub fn repeat<T>(value: T) -> std::vec::IntoIter<T> {}
    pub fn repeat_with<T, F: FnMut() -> T>(f: F) -> std::vec::IntoIter<T> {}
    pub fn from_fn<T, F: FnMut() -> Option<T>>(f: F) -> std::vec::IntoIter<T> {}
    pub fn successors<T, F: FnMut(&T) -> Option<T>>(first: Option<T>, f: F) -> std::vec::IntoIter<T> {}
    pub fn zip<A, B, X: IntoIterator<Item = A>, Y: IntoIterator<Item = B>>(x: X, y: Y) -> std::vec::IntoIter<(A, B)> {}
}

pub mod vec {
    pub struct IntoIter<T> { t: T }
    impl<T> IntoIter<T> { pub fn as_slice(&self) -> &[T] {} }
    impl<T> std::iter::Iterator for IntoIter<T> { type Item = T; }
    impl<T> std::iter::DoubleEndedIterator for IntoIter<T> {}
    pub struct Vec<T> { t: T }
    impl<T> Vec<T> {
        pub fn new() -> Vec<T> {}
        pub fn with_capacity(n: usize) -> Vec<T> {}
        pub fn push(&mut self, value: T) {}
        pub fn pop(&mut self) -> Option<T> {}
        pub fn insert(&mut self, index: usize, element: T) {}
        pub fn remove(&mut self, index: usize) -> T {}
        pub fn swap_remove(&mut self, index: usize) -> T {}
        pub fn append(&mut self, other: &mut Vec<T>) {}
        pub fn truncate(&mut self, len: usize) {}
        pub fn clear(&mut self) {}
        pub fn drain<R>(&mut self, range: R) -> IntoIter<T> {}
        pub fn retain<F: FnMut(&T) -> bool>(&mut self, f: F) {}
        pub fn retain_mut<F: FnMut(&mut T) -> bool>(&mut self, f: F) {}
        pub fn extend<I: std::iter::IntoIterator<Item = T>>(&mut self, iter: I) {}
        pub fn extend_from_slice(&mut self, other: &[T]) {}
        pub fn split_off(&mut self, at: usize) -> Vec<T> {}
        pub fn resize(&mut self, len: usize, value: T) {}
        pub fn dedup(&mut self) {}
        pub fn dedup_by_key<K, F: FnMut(&mut T) -> K>(&mut self, key: F) {}
        pub fn as_slice(&self) -> &[T] {}
        pub fn as_mut_slice(&mut self) -> &mut [T] {}
        pub fn into_boxed_slice(self) -> std::boxed::Box<[T]> {}
        pub fn capacity(&self) -> usize {}
    }
    impl<T> std::ops::Deref for Vec<T> { type Target = [T]; }
    impl<T> std::iter::IntoIterator for Vec<T> { type Item = T; }
}

pub mod collections {
    pub use self::hash_map::HashMap;
    pub use self::hash_map::BTreeMap;
    pub mod hash_map {
        pub struct HashMap<K, V, S = ()> { k: K, v: V }
        impl<K, V, S> HashMap<K, V, S> {
            pub fn new() -> HashMap<K, V> {}
            pub fn with_capacity(n: usize) -> HashMap<K, V> {}
            pub fn get<Q>(&self, k: &Q) -> Option<V> {}
            pub fn get_mut<Q>(&mut self, k: &Q) -> Option<V> {}
            pub fn get_key_value<Q>(&self, k: &Q) -> Option<(K, V)> {}
            pub fn contains_key<Q>(&self, k: &Q) -> bool {}
            pub fn insert(&mut self, k: K, v: V) -> Option<V> {}
            pub fn remove<Q>(&mut self, k: &Q) -> Option<V> {}
            pub fn remove_entry<Q>(&mut self, k: &Q) -> Option<(K, V)> {}
            pub fn entry(&mut self, key: K) -> Entry<K, V> {}
            pub fn keys(&self) -> std::vec::IntoIter<K> {}
            pub fn values(&self) -> std::vec::IntoIter<V> {}
            pub fn values_mut(&mut self) -> std::vec::IntoIter<V> {}
            pub fn into_keys(self) -> std::vec::IntoIter<K> {}
            pub fn into_values(self) -> std::vec::IntoIter<V> {}
            pub fn iter(&self) -> std::vec::IntoIter<(K, V)> {}
            pub fn iter_mut(&mut self) -> std::vec::IntoIter<(K, V)> {}
            pub fn drain(&mut self) -> std::vec::IntoIter<(K, V)> {}
            pub fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F) {}
            pub fn extend<I: std::iter::IntoIterator<Item = (K, V)>>(&mut self, iter: I) {}
            pub fn len(&self) -> usize {}
            pub fn is_empty(&self) -> bool {}
            pub fn clear(&mut self) {}
        }
        impl<K, V, S> std::iter::IntoIterator for HashMap<K, V, S> { type Item = (K, V); }
        impl<K, V, S, Q> std::ops::Index<Q> for HashMap<K, V, S> { type Output = V; }
        pub struct BTreeMap<K, V> { k: K, v: V }
        impl<K, V> BTreeMap<K, V> {
            pub fn new() -> BTreeMap<K, V> {}
            pub fn get<Q>(&self, k: &Q) -> Option<V> {}
            pub fn get_mut<Q>(&mut self, k: &Q) -> Option<V> {}
            pub fn contains_key<Q>(&self, k: &Q) -> bool {}
            pub fn insert(&mut self, k: K, v: V) -> Option<V> {}
            pub fn remove<Q>(&mut self, k: &Q) -> Option<V> {}
            pub fn entry(&mut self, key: K) -> Entry<K, V> {}
            pub fn keys(&self) -> std::vec::IntoIter<K> {}
            pub fn values(&self) -> std::vec::IntoIter<V> {}
            pub fn values_mut(&mut self) -> std::vec::IntoIter<V> {}
            pub fn into_values(self) -> std::vec::IntoIter<V> {}
            pub fn iter(&self) -> std::vec::IntoIter<(K, V)> {}
            pub fn iter_mut(&mut self) -> std::vec::IntoIter<(K, V)> {}
            pub fn range<R>(&self, range: R) -> std::vec::IntoIter<(K, V)> {}
            pub fn first_key_value(&self) -> Option<(K, V)> {}
            pub fn last_key_value(&self) -> Option<(K, V)> {}
            pub fn pop_first(&mut self) -> Option<(K, V)> {}
            pub fn pop_last(&mut self) -> Option<(K, V)> {}
            pub fn retain<F: FnMut(&K, &mut V) -> bool>(&mut self, f: F) {}
            pub fn len(&self) -> usize {}
            pub fn is_empty(&self) -> bool {}
        }
        impl<K, V> std::iter::IntoIterator for BTreeMap<K, V> { type Item = (K, V); }
        impl<K, V, Q> std::ops::Index<Q> for BTreeMap<K, V> { type Output = V; }
        pub enum Entry<K, V> { Occupied(OccupiedEntry<K, V>), Vacant(VacantEntry<K, V>) }
        impl<K, V> Entry<K, V> {
            pub fn or_insert(self, default: V) -> &mut V {}
            pub fn or_insert_with<F: FnOnce() -> V>(self, default: F) -> &mut V {}
            pub fn or_default(self) -> &mut V {}
            pub fn and_modify<F: FnOnce(&mut V)>(self, f: F) -> Entry<K, V> {}
            pub fn key(&self) -> &K {}
        }
        pub struct OccupiedEntry<K, V> { k: K, v: V }
        impl<K, V> OccupiedEntry<K, V> { pub fn get(&self) -> &V {} pub fn get_mut(&mut self) -> &mut V {} pub fn into_mut(self) -> &mut V {} pub fn insert(&mut self, v: V) -> V {} pub fn remove(self) -> V {} }
        pub struct VacantEntry<K, V> { k: K, v: V }
        impl<K, V> VacantEntry<K, V> { pub fn insert(self, v: V) -> &mut V {} pub fn key(&self) -> &K {} }
    }
    pub mod btree_map {
        pub use super::hash_map::BTreeMap;
        pub use super::hash_map::Entry;
    }
    pub struct HashSet<T, S = ()> { t: T }
    impl<T, S> HashSet<T, S> {
        pub fn new() -> HashSet<T> {}
        pub fn get<Q>(&self, q: &Q) -> Option<T> {}
        pub fn contains<Q>(&self, q: &Q) -> bool {}
        pub fn insert(&mut self, t: T) -> bool {}
        pub fn remove<Q>(&mut self, q: &Q) -> bool {}
        pub fn take<Q>(&mut self, q: &Q) -> Option<T> {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
        pub fn drain(&mut self) -> std::vec::IntoIter<T> {}
        pub fn union(&self, other: &HashSet<T>) -> std::vec::IntoIter<T> {}
        pub fn intersection(&self, other: &HashSet<T>) -> std::vec::IntoIter<T> {}
        pub fn difference(&self, other: &HashSet<T>) -> std::vec::IntoIter<T> {}
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
    }
    impl<T, S> std::iter::IntoIterator for HashSet<T, S> { type Item = T; }
    pub struct BTreeSet<T> { t: T }
    impl<T> BTreeSet<T> {
        pub fn new() -> BTreeSet<T> {}
        pub fn get<Q>(&self, q: &Q) -> Option<T> {}
        pub fn contains<Q>(&self, q: &Q) -> bool {}
        pub fn insert(&mut self, t: T) -> bool {}
        pub fn remove<Q>(&mut self, q: &Q) -> bool {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
        pub fn range<R>(&self, range: R) -> std::vec::IntoIter<T> {}
        pub fn first(&self) -> Option<T> {}
        pub fn last(&self) -> Option<T> {}
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
    }
    impl<T> std::iter::IntoIterator for BTreeSet<T> { type Item = T; }
    pub struct VecDeque<T> { t: T }
    impl<T> VecDeque<T> {
        pub fn new() -> VecDeque<T> {}
        pub fn with_capacity(n: usize) -> VecDeque<T> {}
        pub fn push_back(&mut self, t: T) {}
        pub fn push_front(&mut self, t: T) {}
        pub fn pop_back(&mut self) -> Option<T> {}
        pub fn pop_front(&mut self) -> Option<T> {}
        pub fn front(&self) -> Option<T> {}
        pub fn front_mut(&mut self) -> Option<T> {}
        pub fn back(&self) -> Option<T> {}
        pub fn back_mut(&mut self) -> Option<T> {}
        pub fn get(&self, index: usize) -> Option<T> {}
        pub fn get_mut(&mut self, index: usize) -> Option<T> {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
        pub fn iter_mut(&mut self) -> std::vec::IntoIter<T> {}
        pub fn drain<R>(&mut self, range: R) -> std::vec::IntoIter<T> {}
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
    }
    impl<T> std::iter::IntoIterator for VecDeque<T> { type Item = T; }
    impl<T> std::ops::Index<usize> for VecDeque<T> { type Output = T; }
    pub struct BinaryHeap<T> { t: T }
    impl<T> BinaryHeap<T> {
        pub fn new() -> BinaryHeap<T> {}
        pub fn push(&mut self, t: T) {}
        pub fn pop(&mut self) -> Option<T> {}
        pub fn peek(&self) -> Option<T> {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
    }
    impl<T> std::iter::IntoIterator for BinaryHeap<T> { type Item = T; }
}

pub mod string {
    pub struct String {}
    impl String {
        pub fn new() -> String {}
        pub fn from(s: &str) -> String {}
        pub fn push_str(&mut self, s: &str) {}
        pub fn push(&mut self, c: char) {}
        pub fn as_str(&self) -> &str {}
        pub fn into_boxed_str(self) -> std::boxed::Box<str> {}
        pub fn into_bytes(self) -> std::vec::Vec<u8> {}
        pub fn pop(&mut self) -> Option<char> {}
        pub fn clear(&mut self) {}
        pub fn insert(&mut self, at: usize, c: char) {}
        pub fn drain<R>(&mut self, range: R) -> std::vec::IntoIter<char> {}
    }
    impl std::ops::Deref for String { type Target = str; }
    pub trait ToString { fn to_string(&self) -> String; }
}

pub mod time {
    pub struct Duration {}
    impl Duration {
        pub fn from_secs(s: u64) -> Duration {}
        pub fn from_millis(s: u64) -> Duration {}
        pub fn from_secs_f64(s: f64) -> Duration {}
        pub fn as_secs(&self) -> u64 {}
        pub fn as_millis(&self) -> u128 {}
    }
    pub struct Instant {}
    impl Instant { pub fn now() -> Instant {} pub fn elapsed(&self) -> Duration {} pub fn duration_since(&self, other: Instant) -> Duration {} }
    pub struct SystemTime {}
    impl SystemTime { pub fn now() -> SystemTime {} }
}

pub mod path {
    pub struct Path {}
    pub struct PathBuf {}
    impl std::ops::Deref for PathBuf { type Target = Path; }
}

pub mod io {
    pub struct Error {}
    pub type Result<T> = std::result::Result<T, Error>;
    pub trait Read { fn read(&mut self, buf: &mut [u8]) -> Result<usize>; fn read_to_end(&mut self, buf: &mut std::vec::Vec<u8>) -> Result<usize>; fn read_to_string(&mut self, buf: &mut std::string::String) -> Result<usize>; fn read_exact(&mut self, buf: &mut [u8]) -> Result<()>; }
    pub trait Write { fn write(&mut self, buf: &[u8]) -> Result<usize>; fn write_all(&mut self, buf: &[u8]) -> Result<()>; fn flush(&mut self) -> Result<()>; }
    pub trait BufRead { fn lines(self) -> std::vec::IntoIter<Result<std::string::String>>; fn read_line(&mut self, buf: &mut std::string::String) -> Result<usize>; }
    pub struct Stdout {}
    pub fn stdout() -> Stdout {}
}

pub mod thread {
    pub struct JoinHandle<T> { t: T }
    impl<T> JoinHandle<T> { pub fn join(self) -> Result<T, std::boxed::Box<dyn std::any::Any>> {} }
    pub fn spawn<F: FnOnce() -> T, T>(f: F) -> JoinHandle<T> {}
    pub struct LocalKey<T> { t: T }
    impl<T> LocalKey<T> {
        pub fn with<F: FnOnce(&T) -> R, R>(&self, f: F) -> R {}
    }
}

pub mod primitive {
    pub struct slice<T> { t: T }
    impl<T> slice<T> {
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
        pub fn first(&self) -> Option<T> {}
        pub fn first_mut(&mut self) -> Option<T> {}
        pub fn last(&self) -> Option<T> {}
        pub fn last_mut(&mut self) -> Option<T> {}
        pub fn split_first(&self) -> Option<(T, [T])> {}
        pub fn split_last(&self) -> Option<(T, [T])> {}
        pub fn split_at(&self, at: usize) -> ([T], [T]) {}
        pub fn get(&self, index: usize) -> Option<T> {}
        pub fn get_mut(&mut self, index: usize) -> Option<T> {}
        pub fn swap(&mut self, a: usize, b: usize) {}
        pub fn reverse(&mut self) {}
        pub fn iter(&self) -> std::vec::IntoIter<T> {}
        pub fn iter_mut(&mut self) -> std::vec::IntoIter<T> {}
        pub fn windows(&self, size: usize) -> std::vec::IntoIter<[T]> {}
        pub fn chunks(&self, size: usize) -> std::vec::IntoIter<[T]> {}
        pub fn chunks_exact(&self, size: usize) -> std::vec::IntoIter<[T]> {}
        pub fn split<F: FnMut(&T) -> bool>(&self, pred: F) -> std::vec::IntoIter<[T]> {}
        pub fn contains(&self, x: &T) -> bool {}
        pub fn sort(&mut self) {}
        pub fn sort_unstable(&mut self) {}
        pub fn sort_by<F: FnMut(&T, &T) -> std::cmp::Ordering>(&mut self, f: F) {}
        pub fn sort_unstable_by<F: FnMut(&T, &T) -> std::cmp::Ordering>(&mut self, f: F) {}
        pub fn sort_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        pub fn sort_unstable_by_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        pub fn sort_by_cached_key<K, F: FnMut(&T) -> K>(&mut self, f: F) {}
        pub fn binary_search(&self, x: &T) -> Result<usize, usize> {}
        pub fn binary_search_by<F: FnMut(&T) -> std::cmp::Ordering>(&self, f: F) -> Result<usize, usize> {}
        pub fn binary_search_by_key<B, F: FnMut(&T) -> B>(&self, b: &B, f: F) -> Result<usize, usize> {}
        pub fn partition_point<P: FnMut(&T) -> bool>(&self, pred: P) -> usize {}
        pub fn to_vec(&self) -> std::vec::Vec<T> {}
        pub fn into_vec(self) -> std::vec::Vec<T> {}
        pub fn concat(&self) -> T {}
        pub fn join<S>(&self, sep: S) -> T {}
        pub fn map<U, F: FnMut(T) -> U>(self, f: F) -> [U] {}
        pub fn fill(&mut self, value: T) {}
        pub fn copy_from_slice(&mut self, src: &[T]) {}
        pub fn clone_from_slice(&mut self, src: &[T]) {}
        pub fn starts_with(&self, needle: &[T]) -> bool {}
        pub fn ends_with(&self, needle: &[T]) -> bool {}
        pub fn rotate_left(&mut self, mid: usize) {}
        pub fn repeat(&self, n: usize) -> std::vec::Vec<T> {}
    }
    impl<T> std::iter::IntoIterator for slice<T> { type Item = T; }
    pub struct str {}
    impl str {
        pub fn len(&self) -> usize {}
        pub fn is_empty(&self) -> bool {}
        pub fn as_bytes(&self) -> &[u8] {}
        pub fn as_str(&self) -> &str {}
        pub fn chars(&self) -> std::vec::IntoIter<char> {}
        pub fn char_indices(&self) -> std::vec::IntoIter<(usize, char)> {}
        pub fn bytes(&self) -> std::vec::IntoIter<u8> {}
        pub fn lines(&self) -> std::vec::IntoIter<str> {}
        pub fn split<P>(&self, p: P) -> std::vec::IntoIter<str> {}
        pub fn rsplit<P>(&self, p: P) -> std::vec::IntoIter<str> {}
        pub fn splitn<P>(&self, n: usize, p: P) -> std::vec::IntoIter<str> {}
        pub fn rsplitn<P>(&self, n: usize, p: P) -> std::vec::IntoIter<str> {}
        pub fn split_terminator<P>(&self, p: P) -> std::vec::IntoIter<str> {}
        pub fn split_whitespace(&self) -> std::vec::IntoIter<str> {}
        pub fn split_ascii_whitespace(&self) -> std::vec::IntoIter<str> {}
        pub fn split_once<P>(&self, p: P) -> Option<(str, str)> {}
        pub fn rsplit_once<P>(&self, p: P) -> Option<(str, str)> {}
        pub fn split_at(&self, at: usize) -> (str, str) {}
        pub fn matches<P>(&self, p: P) -> std::vec::IntoIter<str> {}
        pub fn trim(&self) -> &str {}
        pub fn trim_start(&self) -> &str {}
        pub fn trim_end(&self) -> &str {}
        pub fn trim_matches<P>(&self, p: P) -> &str {}
        pub fn trim_start_matches<P>(&self, p: P) -> &str {}
        pub fn trim_end_matches<P>(&self, p: P) -> &str {}
        pub fn strip_prefix<P>(&self, p: P) -> Option<str> {}
        pub fn strip_suffix<P>(&self, p: P) -> Option<str> {}
        pub fn get<I>(&self, i: I) -> Option<str> {}
        pub fn find<P>(&self, p: P) -> Option<usize> {}
        pub fn rfind<P>(&self, p: P) -> Option<usize> {}
        pub fn contains<P>(&self, p: P) -> bool {}
        pub fn starts_with<P>(&self, p: P) -> bool {}
        pub fn ends_with<P>(&self, p: P) -> bool {}
        pub fn replace<P>(&self, from: P, to: &str) -> std::string::String {}
        pub fn to_lowercase(&self) -> std::string::String {}
        pub fn to_uppercase(&self) -> std::string::String {}
        pub fn to_ascii_lowercase(&self) -> std::string::String {}
        pub fn to_ascii_uppercase(&self) -> std::string::String {}
        pub fn repeat(&self, n: usize) -> std::string::String {}
        pub fn to_string(&self) -> std::string::String {}
        pub fn to_owned(&self) -> std::string::String {}
        pub fn into_owned(self) -> std::string::String {}
        pub fn parse<F>(&self) -> Result<F, ()> {}
        pub fn eq_ignore_ascii_case(&self, other: &str) -> bool {}
        pub fn is_char_boundary(&self, at: usize) -> bool {}
    }
    pub struct bool {}
    impl bool {
        pub fn then<T, F: FnOnce() -> T>(self, f: F) -> Option<T> {}
        pub fn then_some<T>(self, t: T) -> Option<T> {}
    }
    pub struct char {}
    pub struct u8 {}
    pub struct u16 {}
    pub struct u32 {}
    pub struct u64 {}
    pub struct u128 {}
    pub struct usize {}
    pub struct i8 {}
    pub struct i16 {}
    pub struct i32 {}
    pub struct i64 {}
    pub struct i128 {}
    pub struct isize {}
    pub struct f32 {}
    pub struct f64 {}
}
