#include "services/determination/snapshot.hpp"

#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cstring>
#include <filesystem>

#include "base/hash.hpp"
#include "base/json.hpp"
#include "base/text.hpp"

namespace leye::determination {
namespace {

constexpr std::string_view mark = "LEYESNP1";

struct ChunkShape {
    int64_t at = 0, bytes = 0, people = 0;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(ChunkShape, (), (at, bytes, people, hash))

struct ColumnShape {
    std::string name;
    std::vector<std::string> words;
};
BOOST_DESCRIBE_STRUCT(ColumnShape, (), (name, words))

struct FootShape {
    Date day;
    int64_t known_at = 0, known_batch = 0, people = 0;
    std::optional<Date> data_month;
    std::vector<std::string> thin_cities;
    std::vector<ColumnShape> columns;
    std::vector<ChunkShape> chunks;
    std::string hash;
};
BOOST_DESCRIBE_STRUCT(FootShape, (), (day, known_at, known_batch, people, data_month, thin_cities, columns, chunks, hash))

size_t width_of(Column c) {
    switch (rule_of(c).kind) {
        case table::Kind::boolean: return 1;
        case table::Kind::string: return 2;
        default: return 4;
    }
}

constexpr size_t rounded(size_t bytes) { return (bytes + 7) / 8 * 8; }

// Where each part of a chunk of so many people begins; the last number is the whole chunk's size.
struct Layout {
    size_t ids = 0, households, areas, marks;
    std::array<size_t, column_count> columns{};
    size_t end;

    explicit Layout(size_t n) {
        households = n * 16;
        areas = households + n * 8;
        marks = areas + rounded(n * 4);
        end = marks + rounded(n);
        for (size_t c = 0; c < column_count; ++c) {
            columns[c] = end;
            end += rounded(n * width_of(static_cast<Column>(c)));
        }
    }
};

template <class T>
void put(std::string& into, size_t at, T value) {
    std::memcpy(into.data() + at, &value, sizeof value);
}

template <class T>
void put_column(std::string& into, size_t at, std::span<const Profile> people, size_t column) {
    for (size_t i = 0; i < people.size(); ++i) {
        const int64_t v = people[i].values[column];
        expect(v == unknown || (v > table::null_key<T> && v <= static_cast<T>(~table::null_key<T>)), "a value of a profile fits its column");
        put<T>(into, at + i * sizeof(T), v == unknown ? table::null_key<T> : static_cast<T>(v));
    }
}

template <class T>
int64_t value_at(const std::byte* from, size_t row) {
    T v;
    std::memcpy(&v, from + row * sizeof(T), sizeof v);
    return v == table::null_key<T> ? unknown : int64_t{v};
}

template <class T>
void spread(const std::byte* from, size_t rows, std::vector<int64_t>& keys, std::vector<uint8_t>& nulls) {
    for (size_t i = 0; i < rows; ++i) {
        T v;
        std::memcpy(&v, from + i * sizeof(T), sizeof v);
        keys[i] = v;
        nulls[i] = v == table::null_key<T>;
    }
}

}  // namespace

SnapshotWriter::SnapshotWriter(std::string file, SnapshotHead head, const Dictionary& words)
    : file_(std::move(file)), head_(std::move(head)), words_(words), out_(file_ + ".part", std::ios::binary | std::ios::trunc) {
    if (!out_) throw Fault("the snapshot cannot be written: " + file_ + ".part");
    head_.people = 0;
    waiting_.reserve(chunk_people);
}

SnapshotWriter::~SnapshotWriter() {
    if (finished_) return;
    out_.close();
    std::error_code ignored;
    std::filesystem::remove(file_ + ".part", ignored);
}

void SnapshotWriter::add(const Profile& profile) {
    waiting_.push_back(profile);
    if (waiting_.size() == chunk_people) write_chunk();
}

void SnapshotWriter::write_chunk() {
    const size_t n = waiting_.size();
    const Layout at(n);
    std::string bytes(at.end, '\0');
    for (size_t i = 0; i < n; ++i) {
        const Profile& p = waiting_[i];
        std::memcpy(bytes.data() + at.ids + i * 16, p.person.value.bytes.data(), 16);
        put(bytes, at.households + i * 8, p.household);
        put(bytes, at.areas + i * 4, p.area);
        put(bytes, at.marks + i, static_cast<uint8_t>(p.local | p.married << 1));
    }
    for (size_t c = 0; c < column_count; ++c) switch (width_of(static_cast<Column>(c))) {
            case 1: put_column<int8_t>(bytes, at.columns[c], waiting_, c); break;
            case 2: put_column<int16_t>(bytes, at.columns[c], waiting_, c); break;
            default: put_column<int32_t>(bytes, at.columns[c], waiting_, c);
        }
    chunks_.push_back({written_, bytes.size(), n, text::hex(sha256(bytes))});
    out_.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!out_) throw Fault("the snapshot cannot be written: " + file_ + ".part");
    written_ += bytes.size();
    head_.people += static_cast<int64_t>(n);
    waiting_.clear();
}

SnapshotHead SnapshotWriter::finish() {
    if (!waiting_.empty()) write_chunk();
    FootShape foot{.day = head_.day, .known_at = head_.known_at.ms(), .known_batch = head_.known_batch, .people = head_.people, .data_month = head_.data_month, .thin_cities = head_.thin_cities, .columns = {}, .chunks = {}, .hash = {}};
    for (size_t c = 0; c < column_count; ++c) foot.columns.push_back({std::string(rule_of(static_cast<Column>(c)).name), words_.words[c]});
    std::string hashes;
    for (const Chunk& chunk : chunks_) {
        foot.chunks.push_back({static_cast<int64_t>(chunk.at), static_cast<int64_t>(chunk.bytes), static_cast<int64_t>(chunk.people), chunk.hash});
        hashes += chunk.hash;
    }
    head_.hash = foot.hash = text::hex(sha256(hashes));
    const std::string end = json::print(json::write(foot));
    const uint64_t length = end.size();
    out_ << end;
    out_.write(reinterpret_cast<const char*>(&length), sizeof length);
    out_ << mark;
    out_.close();
    if (!out_) throw Fault("the snapshot cannot be written: " + file_ + ".part");
    std::filesystem::rename(file_ + ".part", file_);
    finished_ = true;
    return head_;
}

int64_t SnapshotChunk::get(Column column, size_t row) const {
    const std::byte* from = columns[static_cast<size_t>(column)];
    switch (width_of(column)) {
        case 1: return value_at<int8_t>(from, row);
        case 2: return value_at<int16_t>(from, row);
        default: return value_at<int32_t>(from, row);
    }
}

Profile SnapshotChunk::profile(size_t row) const {
    Profile out;
    out.person = ids[row];
    out.area = areas[row];
    out.household = households[row];
    out.local = marks[row] & 1;
    out.married = marks[row] & 2;
    for (size_t c = 0; c < column_count; ++c) out.values[c] = get(static_cast<Column>(c), row);
    return out;
}

Snapshot Snapshot::open(const std::string& file) {
    const auto broken = [&](const char* what) { return Fault("the snapshot " + file + " " + what); };
    const int fd = ::open(file.c_str(), O_RDONLY | O_CLOEXEC);
    if (fd < 0) throw broken("cannot be opened");
    struct stat about {};
    const bool known = ::fstat(fd, &about) == 0;
    const auto size = known ? static_cast<size_t>(about.st_size) : 0;
    void* mapped = size > 16 ? ::mmap(nullptr, size, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    ::close(fd);
    if (mapped == MAP_FAILED) throw broken("is cut");
    Snapshot out;
    out.bytes_ = {static_cast<const std::byte*>(mapped), [size](const std::byte* p) { ::munmap(const_cast<std::byte*>(p), size); }};
    const auto* text = reinterpret_cast<const char*>(mapped);
    uint64_t length;
    std::memcpy(&length, text + size - 16, sizeof length);
    if (std::string_view(text + size - 8, 8) != mark || length > size - 16) throw broken("is cut or of another form");
    const auto parsed = json::parse(std::string_view(text + size - 16 - length, length));
    const auto foot = parsed ? json::read<FootShape>(*parsed) : tl::unexpected(parsed.error());
    if (!foot || foot->columns.size() != column_count) throw broken("is of another form");
    for (size_t c = 0; c < column_count; ++c) {
        if (foot->columns[c].name != rule_of(static_cast<Column>(c)).name) throw broken("has other columns");
        out.words_.words[c] = foot->columns[c].words;
    }
    for (const ChunkShape& c : foot->chunks) {
        const auto at = static_cast<uint64_t>(c.at), bytes = static_cast<uint64_t>(c.bytes), people = static_cast<uint64_t>(c.people);
        if (people > chunk_people || Layout(people).end != bytes || at > size || bytes > size - at || at % 8 != 0) throw broken("is of another form");
        out.chunks_.push_back({at, bytes, people, c.hash});
    }
    out.head_ = {foot->day, Instant::of_ms(foot->known_at), foot->known_batch, foot->data_month, foot->thin_cities, foot->people, foot->hash};
    return out;
}

bool Snapshot::is_there(const std::string& file) {
    std::error_code failed;
    return std::filesystem::is_regular_file(file, failed);
}

std::optional<Profile> Snapshot::find(party::PersonId person) const {
    for (const Place& place : chunks_) {
        const SnapshotChunk one = view(place);
        if (one.people == 0 || one.ids.back() < person) continue;
        const auto at = std::ranges::lower_bound(one.ids, person);
        if (at == one.ids.end() || *at != person) return std::nullopt;
        return one.profile(static_cast<size_t>(at - one.ids.begin()));
    }
    return std::nullopt;
}

SnapshotChunk Snapshot::chunk(size_t number) const {
    const Place& place = chunks_.at(number);
    if (text::hex(sha256({reinterpret_cast<const char*>(bytes_.get() + place.at), place.bytes})) != place.hash) throw Fault("a snapshot was changed after it was written");
    return view(place);
}

SnapshotChunk Snapshot::view(const Place& place) const {
    const std::byte* from = bytes_.get() + place.at;
    const Layout at(place.people);
    SnapshotChunk out;
    out.people = place.people;
    out.ids = {reinterpret_cast<const party::PersonId*>(from + at.ids), place.people};
    out.households = {reinterpret_cast<const uint64_t*>(from + at.households), place.people};
    out.areas = {reinterpret_cast<const int32_t*>(from + at.areas), place.people};
    out.marks = {reinterpret_cast<const uint8_t*>(from + at.marks), place.people};
    for (size_t c = 0; c < column_count; ++c) out.columns[c] = from + at.columns[c];
    return out;
}

table::Columns Snapshot::columns(const SnapshotChunk& chunk, std::span<const Column> wanted) const {
    table::Columns out;
    out.rows = chunk.people;
    std::vector<int64_t> keys(chunk.people);
    std::vector<uint8_t> nulls(chunk.people);
    std::vector<int32_t> codes;
    for (const Column c : wanted) {
        const std::byte* from = chunk.columns[static_cast<size_t>(c)];
        const std::string name(rule_of(c).name);
        switch (width_of(c)) {
            case 1: spread<int8_t>(from, chunk.people, keys, nulls); break;
            case 2: spread<int16_t>(from, chunk.people, keys, nulls); break;
            default: spread<int32_t>(from, chunk.people, keys, nulls);
        }
        if (rule_of(c).kind == table::Kind::string) {
            codes.resize(chunk.people);
            for (size_t i = 0; i < codes.size(); ++i) codes[i] = nulls[i] ? -1 : static_cast<int32_t>(keys[i]);
            out.add(name, table::Column::of_codes(words_.words[static_cast<size_t>(c)], codes));
        } else {
            out.add(name, table::Column::of(rule_of(c).kind, keys, nulls));
        }
    }
    return out;
}

}  // namespace leye::determination
