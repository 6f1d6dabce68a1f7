//! The shapes that cross the border, and the one way across: [`guard`].

use std::panic::{catch_unwind, AssertUnwindSafe};

use crate::failure::{Failure, Outcome, Status};

/// Bytes that the caller owns; read only while the call lasts.
#[repr(C)]
#[derive(Clone, Copy)]
pub struct GbSlice {
    pub data: *const u8,
    pub size: usize,
}

/// Bytes that the bridge gives away; `gb_text_free` takes them back.
#[repr(C)]
pub struct GbText {
    pub data: *mut u8,
    pub size: usize,
}

impl GbSlice {
    /// # Safety
    /// `data` must point at `size` readable bytes, or `size` be 0.
    pub unsafe fn bytes<'a>(self) -> &'a [u8] {
        if self.size == 0 || self.data.is_null() {
            return &[];
        }
        unsafe { std::slice::from_raw_parts(self.data, self.size) }
    }

    /// # Safety
    /// As [`Self::bytes`].
    pub unsafe fn text<'a>(self, what: &str) -> Outcome<&'a str> {
        std::str::from_utf8(unsafe { self.bytes() }).map_err(|error| {
            Failure::invalid(format!("{what} is not UTF-8 at byte {}", error.valid_up_to()))
        })
    }
}

impl GbText {
    /// A NUL follows the bytes and is not counted, for callers that print.
    fn from_bytes(bytes: Vec<u8>) -> Self {
        let size = bytes.len();
        let mut bytes = bytes;
        bytes.push(0);
        let data = Box::into_raw(bytes.into_boxed_slice()) as *mut u8;
        Self { data, size }
    }
}

/// # Safety
/// `out` must be null or writable.
pub unsafe fn give(out: *mut GbText, bytes: impl Into<Vec<u8>>) {
    if !out.is_null() {
        unsafe { out.write(GbText::from_bytes(bytes.into())) };
    }
}

/// # Safety
/// `text` must be null or hold what the bridge wrote there; it is emptied.
#[no_mangle]
pub unsafe extern "C" fn gb_text_free(text: *mut GbText) {
    if text.is_null() {
        return;
    }
    let owned = unsafe { text.replace(GbText { data: std::ptr::null_mut(), size: 0 }) };
    if !owned.data.is_null() {
        let whole = std::ptr::slice_from_raw_parts_mut(owned.data, owned.size + 1);
        drop(unsafe { Box::from_raw(whole) });
    }
}

/// Runs a body so that neither an error nor a panic leaves Rust: both become a status and a text.
pub fn guard(error: *mut GbText, body: impl FnOnce() -> Outcome<Status>) -> i32 {
    let failure = match catch_unwind(AssertUnwindSafe(body)) {
        Ok(Ok(status)) => return status as i32,
        Ok(Err(failure)) => failure,
        Err(panic) => Failure::new(Status::Internal, panic_text(panic.as_ref())),
    };
    unsafe { give(error, failure.message) };
    failure.status as i32
}

pub fn panic_text(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic
        .downcast_ref::<&str>()
        .map(|text| text.to_string())
        .or_else(|| panic.downcast_ref::<String>().cloned());
    format!("the bridge panicked: {}", text.unwrap_or_else(|| "no message".to_string()))
}

/// Gives a value to the caller as an opaque handle.
///
/// # Safety
/// `out` must be writable.
pub unsafe fn hand_over<T>(out: *mut *mut T, value: T) {
    unsafe { out.write(Box::into_raw(Box::new(value))) };
}

/// # Safety
/// `handle` must be null or come from [`hand_over`], once.
pub unsafe fn take_back<T>(handle: *mut T) {
    if !handle.is_null() {
        let owned = unsafe { Box::from_raw(handle) };
        let _ = catch_unwind(AssertUnwindSafe(move || drop(owned)));
    }
}

/// # Safety
/// `handle` must be null or a live handle that no other thread uses now.
pub unsafe fn borrow<'a, T>(handle: *mut T) -> Outcome<&'a mut T> {
    unsafe { handle.as_mut() }.ok_or_else(|| Failure::invalid("a null handle"))
}

/// As [`borrow`], for handles that several threads may read at once.
///
/// # Safety
/// `handle` must be null or a live handle that no thread changes now.
pub unsafe fn borrow_shared<'a, T: Sync>(handle: *const T) -> Outcome<&'a T> {
    unsafe { handle.as_ref() }.ok_or_else(|| Failure::invalid("a null handle"))
}

/// Stops Rust from printing panics on standard error: [`guard`] turns them into texts.
pub fn silence_panics() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        if std::env::var_os("RUST_BACKTRACE").is_none() {
            std::panic::set_hook(Box::new(|_| {}));
        }
    });
}
