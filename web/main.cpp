#include "web/cli/command_line.hpp"

int main(int argc, char** argv) { return yellowsea::web::run_command_line(argc, argv); }
