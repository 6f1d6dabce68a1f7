// Lets the export room write Parquet, which the store room knows how to.
#pragma once

#include "export/container.h"

namespace generator::cli {

ContainerMaker parquet_container();

}  // namespace generator::cli
