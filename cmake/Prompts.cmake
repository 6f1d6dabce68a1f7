# configs/prompts/**/*.yaml, compiled into generator_prompt. The generated file changes only when a prompt does.
file(GLOB_RECURSE prompt_files CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/configs/prompts/*.yaml)
set(embedded ${CMAKE_BINARY_DIR}/generated/embedded_prompts.cc)
add_custom_command(
  OUTPUT ${embedded}
  COMMAND ${CMAKE_COMMAND} -DFOLDER=${CMAKE_SOURCE_DIR}/configs/prompts -DOUT=${embedded} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedPrompts.cmake
  DEPENDS ${prompt_files} ${CMAKE_SOURCE_DIR}/cmake/EmbedPrompts.cmake
  COMMENT "Embedding prompts"
  VERBATIM)
target_sources(generator_prompt PRIVATE ${embedded})
