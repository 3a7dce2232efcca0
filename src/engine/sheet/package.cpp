#include "engine/sheet/package.hpp"

#include <zip.h>

#include <vector>

namespace leye::sheet {
namespace {

constexpr uint64_t ratio_max = 200;
constexpr uint64_t ratio_from_bytes = 10 << 20;
constexpr size_t piece_bytes = 64 << 10;

Refusal damaged(const std::string& part) {
    return {.code = "sheet_damaged", .field = "file", .details = {{"part", part}}};
}

Refusal too_large(size_t bytes_max) {
    return {.code = "sheet_too_large",
            .field = "file",
            .details = {{"limit", std::to_string(bytes_max >> 20) + " MB"}}};
}

}  // namespace

struct Package::State {
    zip_t* archive = nullptr;
    ~State() {
        if (archive) zip_discard(archive);
    }
};

struct Part::State {
    std::shared_ptr<void> archive;
    zip_file_t* file = nullptr;
    std::string name;
    uint64_t packed = 0, given = 0, bytes_max = 0;
    std::vector<char> piece = std::vector<char>(piece_bytes);
    ~State() {
        if (file) zip_fclose(file);
    }
};

Part::Part(std::unique_ptr<State> state) : state_(std::move(state)) {}
Part::Part(Part&&) noexcept = default;
Part& Part::operator=(Part&&) noexcept = default;
Part::~Part() = default;

Result<std::string_view> Part::read() {
    auto& s = *state_;
    const zip_int64_t n = zip_fread(s.file, s.piece.data(), s.piece.size());
    if (n < 0) return tl::unexpected(damaged(s.name));
    s.given += static_cast<uint64_t>(n);
    // What the archive says of its sizes may be a lie, so what comes out is counted.
    if (s.given > s.bytes_max || (s.given > ratio_from_bytes && s.given / ratio_max > s.packed))
        return tl::unexpected(too_large(s.bytes_max));
    return std::string_view(s.piece.data(), static_cast<size_t>(n));
}

Package::Package(std::shared_ptr<State> state) : state_(std::move(state)) {}
Package::Package(Package&&) noexcept = default;
Package& Package::operator=(Package&&) noexcept = default;
Package::~Package() = default;

Result<Package> Package::open(std::string_view bytes) {
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t* source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    if (!source) throw Fault("no memory for an archive");
    auto state = std::make_shared<State>();
    state->archive = zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (!state->archive) {
        zip_source_free(source);
        return tl::unexpected(damaged("zip"));
    }
    return Package(std::move(state));
}

Result<Part> Package::part(const std::string& name, size_t bytes_max) const {
    zip_stat_t stat;
    const zip_int64_t index = zip_name_locate(state_->archive, name.c_str(), ZIP_FL_NOCASE);
    if (index < 0 || zip_stat_index(state_->archive, static_cast<zip_uint64_t>(index), 0, &stat) != 0)
        return tl::unexpected(damaged(name));
    if ((stat.valid & ZIP_STAT_ENCRYPTION_METHOD) && stat.encryption_method != ZIP_EM_NONE)
        return refuse("sheet_encrypted", "file");
    if ((stat.valid & ZIP_STAT_SIZE) && stat.size > bytes_max) return tl::unexpected(too_large(bytes_max));
    auto state = std::make_unique<Part::State>();
    state->archive = state_;
    state->name = name;
    state->packed = stat.valid & ZIP_STAT_COMP_SIZE ? stat.comp_size : 0;
    state->bytes_max = bytes_max;
    state->file = zip_fopen_index(state_->archive, static_cast<zip_uint64_t>(index), 0);
    if (!state->file) return tl::unexpected(damaged(name));
    return Part(std::move(state));
}

Result<std::string> Package::read(const std::string& name, size_t bytes_max) const {
    auto opened = part(name, bytes_max);
    if (!opened) return tl::unexpected(std::move(opened.error()));
    std::string out;
    for (;;) {
        const auto piece = opened->read();
        if (!piece) return tl::unexpected(piece.error());
        if (piece->empty()) return out;
        out += *piece;
    }
}

}  // namespace leye::sheet
