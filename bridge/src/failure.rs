//! One error type for the whole bridge: a status the caller can branch on and a text for a person.

/// The same numbers as `gb_status` in the header.
#[repr(i32)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    Ok = 0,
    End = 1,
    InvalidInput = 2,
    NotFound = 3,
    Damaged = 4,
    Unsupported = 5,
    Io = 6,
    Conflict = 7,
    Internal = 8,
}

#[derive(Clone, Debug)]
pub struct Failure {
    pub status: Status,
    pub message: String,
}

pub type Outcome<T> = Result<T, Failure>;

impl Failure {
    pub fn new(status: Status, message: impl Into<String>) -> Self {
        Self { status, message: without_locations(&message.into()) }
    }

    pub fn invalid(message: impl Into<String>) -> Self {
        Self::new(Status::InvalidInput, message)
    }

    /// The same failure, with what it happened to in front.
    pub fn about(mut self, subject: impl std::fmt::Display) -> Self {
        if !self.message.contains(&subject.to_string()) {
            self.message = format!("{subject}: {}", self.message);
        }
        self
    }

    /// Anything that goes wrong while the bytes of `path` are decoded means that the file is
    /// damaged, unless the failure already says something more exact.
    pub fn in_file(mut self, path: impl std::fmt::Display) -> Self {
        match self.status {
            Status::InvalidInput | Status::Internal => self.status = Status::Damaged,
            _ => {}
        }
        if self.status == Status::Damaged {
            self.message = format!("damaged file {path}: {}", self.message);
            return self;
        }
        self.about(path)
    }
}

/// Lance appends where in its own sources an error arose (`, /home/x/.../reader.rs:10:5`); a user
/// has no use for it, and it names paths of the machine that built the program.
fn without_locations(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(".rs:") {
        let start = rest[..at].rfind(", ").unwrap_or(at);
        let end = at
            + 4
            + rest[at + 4..]
                .find(|c: char| !c.is_ascii_digit() && c != ':')
                .unwrap_or(rest.len() - at - 4);
        clean.push_str(rest[..start].trim_end_matches(", location"));
        rest = &rest[end..];
    }
    clean.push_str(rest);
    clean.trim_end_matches([',', ' ']).to_string()
}

impl From<lance_core::Error> for Failure {
    fn from(error: lance_core::Error) -> Self {
        use lance_core::Error;
        let status = match &error {
            Error::InvalidInput { .. } | Error::SchemaMismatch { .. } => Status::InvalidInput,
            Error::DatasetNotFound { .. } | Error::NotFound { .. } => Status::NotFound,
            Error::CorruptFile { .. } => Status::Damaged,
            Error::NotSupported { .. } | Error::VersionConflict { .. } => Status::Unsupported,
            Error::CommitConflict { .. }
            | Error::RetryableCommitConflict { .. }
            | Error::DatasetAlreadyExists { .. } => Status::Conflict,
            Error::IO { .. } => Status::Io,
            _ => Status::Internal,
        };
        Self::new(status, error.to_string())
    }
}

impl From<arrow_schema::ArrowError> for Failure {
    fn from(error: arrow_schema::ArrowError) -> Self {
        let status = match &error {
            arrow_schema::ArrowError::IoError(..) => Status::Io,
            _ => Status::InvalidInput,
        };
        Self::new(status, error.to_string())
    }
}

impl From<parquet::errors::ParquetError> for Failure {
    fn from(error: parquet::errors::ParquetError) -> Self {
        Self::new(Status::Damaged, error.to_string())
    }
}

impl From<std::io::Error> for Failure {
    fn from(error: std::io::Error) -> Self {
        let status = match error.kind() {
            std::io::ErrorKind::NotFound => Status::NotFound,
            _ => Status::Io,
        };
        Self::new(status, error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn source_locations_are_cut_from_messages() {
        let text = "Not supported: no such page, /home/x/.cargo/lance-file/src/reader.rs:10:52";
        assert_eq!(without_locations(text), "Not supported: no such page");
        assert_eq!(without_locations("plain"), "plain");
    }
}
