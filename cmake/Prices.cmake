# configs/prices.yaml, compiled into generator_model.
set(prices ${CMAKE_BINARY_DIR}/generated/embedded_prices.cc)
add_custom_command(
  OUTPUT ${prices}
  COMMAND ${CMAKE_COMMAND} -DFILE=${CMAKE_SOURCE_DIR}/configs/prices.yaml -DHEADER=model/price_table.h
          -DFUNCTION=embedded_prices -DOUT=${prices} -P ${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake
  DEPENDS ${CMAKE_SOURCE_DIR}/configs/prices.yaml ${CMAKE_SOURCE_DIR}/cmake/EmbedText.cmake
  COMMENT "Embedding prices"
  VERBATIM)
target_sources(generator_model PRIVATE ${prices})
