#pragma once
#include <filesystem>
#include <string>

#include "base/id.hpp"
#include "base/text.hpp"

namespace leye::test {

/// A folder of its own, gone at the end.
struct Folder {
    std::string path = (std::filesystem::temp_directory_path() / ("leye-test-" + text::hex(random_bytes(8)))).string();
    Folder() { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;
};

}  // namespace leye::test
