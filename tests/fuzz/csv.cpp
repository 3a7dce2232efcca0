// CSV in any encoding keeps what a row promises.
#include "tests/fuzz/promises.hpp"

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size) {
    leye::fuzz::read_sheet(std::string(leye::fuzz::text_of(data, size)), "a.csv");
    return 0;
}
