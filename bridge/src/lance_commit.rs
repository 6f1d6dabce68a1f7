//! Making a new version of a table visible, by the crate's own transaction and commit handler.

use std::time::{SystemTime, UNIX_EPOCH};

use lance_file::version::ConcreteFileVersion;
use lance_table::feature_flags::{
    apply_feature_flags, can_write_dataset, ensure_can_write_manifest,
};
use lance_table::format::{
    pb, DataStorageFormat, ManifestBuildConfig, Transaction as StoredTransaction,
};
use lance_table::io::commit::{write_manifest_file_to_path, CommitError, ManifestNamingScheme};
use lance_table::io::manifest::read_manifest_indexes;
use lance_table::transaction::{validate_operation, Operation, Transaction};
use prost::Message;

use crate::failure::{Failure, Outcome, Status};
use crate::lance_table::{unsupported_features, Place, Table};

/// Commits `operation` on top of `table` and returns the new version's number.
///
/// Fails with `Conflict` when another writer committed in between: the rows are then not in the
/// table, and the caller may begin again.
pub async fn commit(
    place: &Place,
    table: Option<&Table>,
    operation: Operation,
    format: ConcreteFileVersion,
) -> Outcome<u64> {
    let current = table.map(|table| &table.manifest);
    if let Some(manifest) = current {
        if let Err(error) = ensure_can_write_manifest(manifest) {
            let names = unsupported_features(manifest.writer_feature_flags, can_write_dataset);
            let why = if names.is_empty() { Failure::from(error).message } else { names };
            let message =
                format!("table `{}` uses what this program cannot write: {why}", place.name);
            return Err(Failure::new(Status::Unsupported, message));
        }
    }
    validate_operation(current, &operation)?;
    let replaces = matches!(operation, Operation::Overwrite { .. });
    let transaction =
        Transaction::new(current.map_or(0, |manifest| manifest.version), operation, None);
    let stored = pb::Transaction::try_from(&transaction)?;

    let file = format!("{}-{}.txn", transaction.read_version, transaction.uuid);
    let path = place.base.clone().join("_transactions").join(file.as_str());
    place.store.put(&path, &stored.encode_to_vec()).await?;

    let indices = match table {
        Some(table) => {
            read_manifest_indexes(&place.store, &table.location, &table.manifest).await?
        }
        None => Vec::new(),
    };
    let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_nanos());
    let stable_row_ids = current.is_some_and(|manifest| manifest.uses_stable_row_ids());
    let config = ManifestBuildConfig {
        auto_set_feature_flags: true,
        timestamp_nanos: now,
        use_stable_row_ids: stable_row_ids,
        use_legacy_format: None,
        storage_format: replaces.then(|| DataStorageFormat::new(format)),
        disable_transaction_file: false,
        migration_next_row_id: None,
        activate_non_reusable_field_ids: false,
        spilled_row_lineage: Default::default(),
    };
    let (mut manifest, indices) = transaction.build_manifest(current, indices, &file, &config)?;
    apply_feature_flags(&mut manifest, stable_row_ids, false)?;
    manifest.set_timestamp(now);
    manifest.update_max_fragment_id();

    let naming = table.map_or(ManifestNamingScheme::V2, |table| table.location.naming_scheme);
    let committed = place
        .handler
        .commit(
            &mut manifest,
            (!indices.is_empty()).then_some(indices),
            &place.base,
            &place.store,
            write_manifest_file_to_path,
            naming,
            Some(StoredTransaction::from(stored)),
        )
        .await;
    match committed {
        Ok(location) => {
            make_durable(place, &location.path)?;
            Ok(location.version)
        }
        Err(CommitError::CommitConflict) => {
            let message = format!(
                "table `{}` was changed by another writer meanwhile; nothing was written, try again",
                place.name
            );
            Err(Failure::new(Status::Conflict, message))
        }
        Err(CommitError::OtherError(error)) => Err(error.into()),
    }
}

/// The handler renames into place but leaves the flushing to the system.
fn make_durable(place: &Place, manifest: &object_store::path::Path) -> Outcome<()> {
    std::fs::File::open(format!("/{manifest}"))?.sync_all()?;
    for folder in ["_versions", "data"] {
        if let Ok(folder) = std::fs::File::open(place.folder.join(folder)) {
            folder.sync_all()?;
        }
    }
    Ok(())
}
