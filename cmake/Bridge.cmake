# generator_bridge: what src/store links to. Always there; with GENERATOR_BRIDGE=ON it brings the Rust library and the
# definition GENERATOR_HAS_BRIDGE, with OFF it is empty and Lance, Parquet and exact token counts say that they are
# not in this build.
option(GENERATOR_BRIDGE "LanceDB, Parquet, exact token counts, code outlines, JSON Schema (needs Rust)" ON)

add_library(generator_bridge INTERFACE)
if(GENERATOR_BRIDGE)
  # The path holds a hash of the sources: when one changes, cmake runs again and finds another path.
  file(GLOB_RECURSE bridge_sources CONFIGURE_DEPENDS
       ${CMAKE_SOURCE_DIR}/bridge/src/*.rs ${CMAKE_SOURCE_DIR}/bridge/protoc/*.rs)
  list(APPEND bridge_sources ${CMAKE_SOURCE_DIR}/bridge/Cargo.toml ${CMAKE_SOURCE_DIR}/bridge/Cargo.lock
       ${CMAKE_SOURCE_DIR}/bridge/build.rs ${CMAKE_SOURCE_DIR}/bridge/protoc/Cargo.toml)
  set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS
               ${bridge_sources} ${CMAKE_SOURCE_DIR}/scripts/bridge.sh)
  execute_process(COMMAND ${CMAKE_SOURCE_DIR}/scripts/bridge.sh --path
                  OUTPUT_VARIABLE bridge_library OUTPUT_STRIP_TRAILING_WHITESPACE
                  RESULT_VARIABLE bridge_status ERROR_VARIABLE bridge_error)
  if(bridge_status)
    message(FATAL_ERROR "${bridge_error}")
  endif()
  add_custom_command(OUTPUT ${bridge_library} COMMAND ${CMAKE_SOURCE_DIR}/scripts/bridge.sh > ${CMAKE_BINARY_DIR}/bridge.path
                     DEPENDS ${bridge_sources} COMMENT "The bridge (Rust): ${bridge_library}" USES_TERMINAL VERBATIM)
  add_custom_target(bridge_library DEPENDS ${bridge_library})
  add_dependencies(generator_bridge bridge_library)
  target_include_directories(generator_bridge SYSTEM INTERFACE ${CMAKE_SOURCE_DIR}/bridge/include)
  target_compile_definitions(generator_bridge INTERFACE GENERATOR_HAS_BRIDGE=1)
  target_link_libraries(generator_bridge INTERFACE ${bridge_library} Threads::Threads ${CMAKE_DL_LIBS} m)
  # The symbol table is a tenth of the program.
  target_link_options(generator_bridge INTERFACE -Wl,--gc-sections $<$<CONFIG:Release>:-Wl,--strip-all>)
  enable_testing()
  add_test(NAME Bridge.ItsOwnTests COMMAND ${CMAKE_SOURCE_DIR}/scripts/bridge.sh --test)
  set_tests_properties(Bridge.ItsOwnTests PROPERTIES TIMEOUT 1500)
endif()
