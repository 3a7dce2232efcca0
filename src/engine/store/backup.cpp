#include "engine/store/backup.hpp"

#include <fcntl.h>
#include <unistd.h>

#include <filesystem>

#include "engine/store/backup_kinds.hpp"

namespace leye::store {

void backup(const std::string& url, const std::string& file, const CopyProgress& progress) {
    if (std::filesystem::exists(file)) throw NotUsable("the backup " + file + " exists already");
    if (url.starts_with("sqlite:"))
        back_sqlite_up(url.substr(7), file, progress);
    else
        back_postgres_up(url, file, progress);
}

void restore(const std::string& url, const std::string& file, const CopyProgress& progress) {
    if (!std::filesystem::is_regular_file(file)) throw NotUsable(file + " is no file");
    if (url.starts_with("sqlite:"))
        restore_sqlite(url.substr(7), file, progress);
    else
        restore_postgres(url, file, progress);
}

void put_in_place(const std::string& half, const std::string& file) {
    std::filesystem::rename(half, file);
    const auto folder = std::filesystem::path(file).parent_path().string();
    const int fd = ::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    const bool good = fd >= 0 && ::fsync(fd) == 0;
    if (fd >= 0) ::close(fd);
    if (!good) throw Fault("the folder of " + file + " cannot be written through");
}

}  // namespace leye::store
