// The command line: one program, one verb a task. Exit 0 on success, 1 on a failed check or refused
// operation, 2 on wrong usage; an error is one clear line on standard error.
#pragma once

namespace yellowsea::web {

int run_command_line(int argc, char** argv);

}  // namespace yellowsea::web
