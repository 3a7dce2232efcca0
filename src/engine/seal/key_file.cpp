#include "engine/seal/key_file.hpp"

#include <fcntl.h>
#include <openssl/crypto.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <charconv>
#include <cstring>
#include <filesystem>
#include <optional>

#include "base/id.hpp"
#include "base/result.hpp"
#include "base/text.hpp"

namespace leye::seal {
namespace {

struct File {
    int fd;
    explicit File(int fd) : fd(fd) {}
    File(const File&) = delete;
    ~File() {
        if (fd >= 0) ::close(fd);
    }
};

[[noreturn]] void fail(const std::string& path, const std::string& what) {
    throw Fault("key file " + path + ": " + what);
}

std::string read_private(const std::string& path) {
    const File file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    struct stat info;
    if (file.fd < 0 || ::fstat(file.fd, &info) != 0) fail(path, std::strerror(errno));
    if (!S_ISREG(info.st_mode)) fail(path, "not a file");
    if (info.st_mode & 077) fail(path, "others may read or change it; set its mode to 0600");
    if (info.st_size > 1'000'000) fail(path, "too long");
    std::string out(static_cast<size_t>(info.st_size), '\0');
    size_t done = 0;
    while (done < out.size()) {
        const ssize_t n = ::read(file.fd, out.data() + done, out.size() - done);
        if (n <= 0) fail(path, "cannot be read");
        done += static_cast<size_t>(n);
    }
    return out;
}

std::optional<Key> key_of_hex(std::string_view text) {
    auto bytes = text::of_hex(text);
    if (!bytes || bytes->size() != sizeof(Key)) return std::nullopt;
    Key key;
    std::memcpy(key.data(), bytes->data(), key.size());
    OPENSSL_cleanse(bytes->data(), bytes->size());
    return key;
}

std::string hex_of_key(const Key& key) {
    return text::hex({reinterpret_cast<const char*>(key.data()), key.size()});
}

void write_all(const std::string& path, int flags, std::string_view content) {
    const File file(::open(path.c_str(), O_WRONLY | O_CREAT | O_CLOEXEC | flags, 0600));
    if (file.fd < 0) fail(path, errno == EEXIST ? "exists already" : std::strerror(errno));
    // The mask of the process may take bits away but must not leave others.
    if (::fchmod(file.fd, 0600) != 0) fail(path, std::strerror(errno));
    while (!content.empty()) {
        const ssize_t n = ::write(file.fd, content.data(), content.size());
        if (n < 0) fail(path, std::strerror(errno));
        content.remove_prefix(static_cast<size_t>(n));
    }
    if (::fsync(file.fd) != 0) fail(path, std::strerror(errno));
}

}  // namespace

KeyFile read_key_file(const std::string& path) {
    std::string content = read_private(path);
    KeyFile out;
    bool has_blind = false;
    int number = 0;
    for (auto line : text::split(content, '\n')) {
        const auto words = text::split(text::trim(line), ' ');
        const auto wrong = [&] { fail(path, "line " + std::to_string(number) + " is not as it should be"); };
        ++number;
        if (number == 1) {
            if (words.size() != 2 || words[0] != "leye-keys" || words[1] != "1")
                fail(path, "not a key file of Leye");
            continue;
        }
        if (words[0].empty() || words[0].starts_with('#')) continue;
        if (words[0] == "blind" && (words.size() == 2 || words.size() == 3) && !has_blind) {
            const auto key = key_of_hex(words[1]);
            if (!key || (words.size() == 3 && words[2] != "sha256" && words[2] != "sm3")) wrong();
            out.blind = *key;
            if (words.size() == 3) out.index_suite = words[2] == "sm3" ? Suite::sm4_sm3 : Suite::aes_gcm;
            has_blind = true;
        } else if (words[0] == "key" && words.size() == 3) {
            uint32_t n = 0;
            const auto [end, failed] = std::from_chars(words[1].data(), words[1].data() + words[1].size(), n);
            const auto key = key_of_hex(words[2]);
            if (failed != std::errc{} || end != words[1].data() + words[1].size() || n == 0 || !key ||
                out.keys.contains(n))
                wrong();
            out.keys[n] = *key;
        } else {
            wrong();
        }
    }
    OPENSSL_cleanse(content.data(), content.size());
    if (!has_blind || out.keys.empty()) fail(path, "a key is missing");
    return out;
}

void write_key_file(const std::string& path, const KeyFile& content, bool replace) {
    const std::string suite = !content.index_suite ? "" : *content.index_suite == Suite::sm4_sm3 ? " sm3" : " sha256";
    std::string text = "leye-keys 1\nblind " + hex_of_key(content.blind) + suite + "\n";
    for (const auto& [number, key] : content.keys)
        text += "key " + std::to_string(number) + " " + hex_of_key(key) + "\n";
    if (!replace) {
        write_all(path, O_EXCL, text);
    } else {
        // The half-made file is also the lock against two rotations at once.
        const std::string half = path + ".new";
        write_all(half, O_EXCL, text);
        if (::rename(half.c_str(), path.c_str()) != 0) fail(path, std::strerror(errno));
    }
    OPENSSL_cleanse(text.data(), text.size());
    auto folder = std::filesystem::path(path).parent_path().string();
    const File directory(::open(folder.empty() ? "." : folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    if (directory.fd < 0 || ::fsync(directory.fd) != 0) fail(path, "its folder cannot be written through");
}

void keep_index_suite(const std::string& path, Suite suite) {
    KeyFile file = read_key_file(path);
    if (file.index_suite) return;
    file.index_suite = suite;
    write_key_file(path, file, true);
}

void retire_key(const std::string& path, uint32_t number) {
    KeyFile file = read_key_file(path);
    if (!file.keys.contains(number)) fail(path, "there is no key " + std::to_string(number));
    if (file.keys.rbegin()->first == number) fail(path, "key " + std::to_string(number) + " is the newest, which seals; add another one first");
    file.keys.erase(number);
    write_key_file(path, file, true);
}

Key random_key() {
    std::string bytes = random_bytes(sizeof(Key));
    Key key;
    std::memcpy(key.data(), bytes.data(), key.size());
    OPENSSL_cleanse(bytes.data(), bytes.size());
    return key;
}

}  // namespace leye::seal
