# The front end: installed and built by npm and esbuild when its sources change, then turned into one C++ source.
find_program(NODE NAMES node nodejs)
find_program(NPM npm)
if(NOT NODE OR NOT NPM)
  message(FATAL_ERROR "The web pages need Node 18 or later and npm: apt-get install nodejs npm")
endif()

set(ui ${CMAKE_CURRENT_SOURCE_DIR}/ui)
set(ui_dist ${YELLOWSEA_UI_DIR})
set(ui_assets ${CMAKE_CURRENT_BINARY_DIR}/pages/embedded_assets.cpp)
file(GLOB_RECURSE ui_sources CONFIGURE_DEPENDS ${ui}/src/*)
file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/pages)

add_custom_command(
  OUTPUT ${ui}/node_modules/.package-lock.json
  COMMAND ${NPM} ci --ignore-scripts --no-audit --no-fund --loglevel=error
  COMMAND ${CMAKE_COMMAND} -E touch ${ui}/node_modules/.package-lock.json
  DEPENDS ${ui}/package-lock.json
  WORKING_DIRECTORY ${ui}
  COMMENT "Installing the front end's packages"
  VERBATIM)
add_custom_command(
  OUTPUT ${ui_assets}
  COMMAND ${NODE} ${ui}/build.mjs --out ${ui_dist}
  COMMAND ${NODE} ${ui}/embed.mjs ${ui_dist} ${ui_assets}
  DEPENDS ${ui_sources} ${ui}/build.mjs ${ui}/embed.mjs ${ui}/pages.json ${ui}/node_modules/.package-lock.json
  WORKING_DIRECTORY ${ui}
  COMMENT "Building the front end"
  VERBATIM)
target_sources(yellowsea_pages PRIVATE ${ui_assets})
