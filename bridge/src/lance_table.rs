//! Finding and opening tables: a LanceDB directory holds one folder `<name>.lance` per table.

use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use lance_io::object_store::ObjectStore;
use lance_table::feature_flags as flags;
use lance_table::format::Manifest;
use lance_table::io::commit::{
    commit_handler_from_url, CommitHandler, ManifestLocation, VERSIONS_DIR,
};
use lance_table::io::deletion::read_deletion_file;
use lance_table::io::manifest::read_manifest;
use object_store::path::Path;
use serde_json::{json, Value};

use crate::failure::{Failure, Outcome, Status};
use crate::ffi::{give, guard, silence_panics, GbSlice, GbText};
use crate::runtime::runtime;

/// Where a table is, whether or not it exists yet.
pub struct Place {
    pub folder: PathBuf,
    pub name: String,
    pub base: Path,
    pub store: Arc<ObjectStore>,
    pub handler: Arc<dyn CommitHandler>,
}

/// A table at its latest version.
pub struct Table {
    pub place: Place,
    pub location: ManifestLocation,
    pub manifest: Manifest,
}

/// The tables of a LanceDB directory, in name order.
pub fn tables(directory: &FilePath) -> Outcome<Vec<String>> {
    let entries = std::fs::read_dir(directory).map_err(|error| no_directory(directory, error))?;
    let mut names = Vec::new();
    for entry in entries {
        let path = entry?.path();
        if path.extension().is_some_and(|end| end == "lance") && path.join(VERSIONS_DIR).is_dir() {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}

fn no_directory(directory: &FilePath, error: std::io::Error) -> Failure {
    Failure::from(error).about(format!("LanceDB directory {}", directory.display()))
}

impl Place {
    pub async fn new(directory: &FilePath, name: &str) -> Outcome<Self> {
        let plain =
            !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-.".contains(c));
        if !plain || name.starts_with('.') {
            return Err(Failure::invalid(format!(
                "`{name}` is no table name (letters, digits, `_`, `-`, `.`)"
            )));
        }
        // Canonical: object paths know neither `..` nor links.
        let root =
            std::fs::canonicalize(directory).map_err(|error| no_directory(directory, error))?;
        let folder = root.join(format!("{name}.lance"));
        let base = Path::from_absolute_path(&folder)
            .map_err(|error| Failure::invalid(format!("{}: {error}", folder.display())))?;
        let handler = commit_handler_from_url(&folder.to_string_lossy(), &None).await?;
        Ok(Self {
            folder,
            name: name.to_string(),
            base,
            store: Arc::new(ObjectStore::local()),
            handler,
        })
    }

    pub fn exists(&self) -> bool {
        self.folder.join(VERSIONS_DIR).is_dir()
    }

    fn missing(&self) -> Failure {
        let directory = self.folder.parent().unwrap_or(&self.folder);
        let there = match tables(directory) {
            Ok(names) if names.is_empty() => "it has no tables".to_string(),
            Ok(names) => format!("it has: {}", names.join(", ")),
            Err(failure) => return failure,
        };
        let message = format!("no table `{}` in {} ({there})", self.name, directory.display());
        Failure::new(Status::NotFound, message)
    }

    pub async fn open(self) -> Outcome<Table> {
        if !self.exists() {
            return Err(self.missing());
        }
        let location = match self.handler.resolve_latest_location(&self.base, &self.store).await {
            Ok(location) => location,
            Err(error) => {
                let message = format!(
                    "damaged table {}: no readable version under {VERSIONS_DIR} ({})",
                    self.folder.display(),
                    Failure::from(error).message
                );
                return Err(Failure::new(Status::Damaged, message));
            }
        };
        let manifest = read_manifest(&self.store, &location.path, location.size)
            .await
            .map_err(|error| Failure::from(error).in_file(format!("/{}", location.path)))?;
        refuse_unknown(&manifest, &self.folder)?;
        Ok(Table { place: self, location, manifest })
    }
}

const FLAG_NAMES: &[(u64, &str)] = &[
    (flags::FLAG_DELETION_FILES, "deletion files"),
    (flags::FLAG_STABLE_ROW_IDS, "stable row ids"),
    (flags::FLAG_USE_V2_FORMAT_DEPRECATED, "v2 format"),
    (flags::FLAG_TABLE_CONFIG, "table config"),
    (flags::FLAG_BASE_PATHS, "base paths (shallow clone)"),
    (flags::FLAG_DISABLE_TRANSACTION_FILE, "no transaction file"),
    (flags::FLAG_UNSTABLE_DATA_OVERLAY_FILES, "data overlay files"),
    (flags::FLAG_COVERED_INDEX_METADATA, "covering indices"),
    (flags::FLAG_MIXED_DATA_FILE_VERSIONS, "mixed data file versions"),
    (flags::FLAG_FRAG_REUSE_WITH_STABLE_ROW_IDS, "fragment reuse with stable row ids"),
    (flags::FLAG_FRAGMENT_REUSE_INDEX, "fragment reuse index"),
    (flags::FLAG_SPILLED_ROW_LINEAGE, "spilled row lineage"),
    (flags::FLAG_FRAGMENT_TREE, "fragment tree"),
    (flags::FLAG_INDEPENDENT_COVERING_FIELDS, "independent covering fields"),
    (flags::FLAG_MANAGED_BLOBS, "managed blobs"),
    (flags::FLAG_NON_REUSABLE_FIELD_IDS, "non-reusable field ids"),
    (flags::FLAG_ZONE_WRITE_SEEDS, "zone statistics seeds"),
    (flags::FLAG_OBJECT_METADATA, "object metadata"),
];

/// The features in `bits` that `supported` says no to, by name.
pub fn unsupported_features(bits: u64, supported: impl Fn(u64) -> bool) -> String {
    let name = |bit: u64| match FLAG_NAMES.iter().find(|(flag, _)| *flag == bit) {
        Some((_, name)) => name.to_string(),
        None => format!("feature bit {}", bit.trailing_zeros()),
    };
    let refused =
        (0..64).map(|shift| 1u64 << shift).filter(|bit| bits & bit != 0 && !supported(*bit));
    refused.map(name).collect::<Vec<_>>().join(", ")
}

fn refuse_unknown(manifest: &Manifest, folder: &FilePath) -> Outcome<()> {
    if let Err(error) = flags::ensure_can_read_manifest(manifest) {
        let names = unsupported_features(manifest.reader_feature_flags, flags::can_read_dataset);
        let why = if names.is_empty() { Failure::from(error).message } else { names };
        let message = format!(
            "table {} uses what this program cannot read: {why} (rewrite it with Python lancedb)",
            folder.display()
        );
        return Err(Failure::new(Status::Unsupported, message));
    }
    // Understood by the crate `lance`, not by its lower crates alone.
    let elsewhere = !manifest.base_paths.is_empty()
        || manifest.fragments.iter().any(|fragment| {
            fragment.referenced_lance_files().any(|file| file.base_id.is_some())
                || fragment.deletion_file.as_ref().is_some_and(|file| file.base_id.is_some())
        });
    if elsewhere {
        let message = format!(
            "table {} is a shallow clone whose rows lie in other folders, which is not supported \
             (copy it whole with Python lancedb)",
            folder.display()
        );
        return Err(Failure::new(Status::Unsupported, message));
    }
    Ok(())
}

impl Table {
    pub async fn rows(&self) -> Outcome<u64> {
        let mut rows = 0u64;
        for fragment in self.manifest.fragments.iter() {
            let physical = fragment.physical_rows.ok_or_else(|| {
                let message = format!(
                    "table {} was written by a Lance too old to count its rows",
                    self.place.folder.display()
                );
                Failure::new(Status::Unsupported, message)
            })?;
            let deleted = match &fragment.deletion_file {
                None => 0,
                Some(file) => match file.num_deleted_rows {
                    Some(count) => count,
                    None => {
                        read_deletion_file(fragment.id, file, &self.place.base, &self.place.store)
                            .await?
                            .len()
                    }
                },
            };
            rows += physical.saturating_sub(deleted) as u64;
        }
        Ok(rows)
    }

    pub async fn description(&self) -> Outcome<Value> {
        let schema = arrow_schema::Schema::from(&self.manifest.schema);
        let fields: Vec<Value> = schema
            .fields()
            .iter()
            .map(|field| {
                json!({"name": field.name(), "type": field.data_type().to_string(),
                       "nullable": field.is_nullable()})
            })
            .collect();
        Ok(json!({
            "table": self.place.name,
            "version": self.manifest.version,
            "rows": self.rows().await?,
            "fragments": self.manifest.fragments.len(),
            "format": self.manifest.data_storage_format.version.to_manifest_string(),
            "fields": fields,
        }))
    }
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_tables(
    directory: GbSlice,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let directory = unsafe { directory.text("the path of the LanceDB directory") }?;
        let names = tables(FilePath::new(directory))?;
        unsafe { give(json, Value::from(names).to_string()) };
        Ok(Status::Ok)
    })
}

/// # Safety
/// See the header.
#[no_mangle]
pub unsafe extern "C" fn gb_lance_describe(
    directory: GbSlice,
    table: GbSlice,
    json: *mut GbText,
    error: *mut GbText,
) -> i32 {
    silence_panics();
    guard(error, || {
        let directory = unsafe { directory.text("the path of the LanceDB directory") }?;
        let name = unsafe { table.text("the name of the table") }?;
        let description = runtime().block_on(async {
            let place = Place::new(FilePath::new(directory), name).await?;
            place.open().await?.description().await
        })?;
        unsafe { give(json, description.to_string()) };
        Ok(Status::Ok)
    })
}
