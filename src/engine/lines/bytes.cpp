#include "engine/lines/bytes.hpp"

#include <zlib.h>
#include <zstd.h>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <cstring>
#include <vector>

namespace leye::lines {
namespace {

constexpr size_t packed_bytes = size_t{1} << 18;

struct Close {
    void operator()(FILE* f) const { std::fclose(f); }
};
struct FreeZstd {
    void operator()(ZSTD_DStream* s) const { ZSTD_freeDStream(s); }
};

}  // namespace

std::string_view name_of(Packing packing) {
    switch (packing) {
        case Packing::none: return "none";
        case Packing::gz: return "gz";
        case Packing::zst: return "zst";
    }
    throw Bug("a packing of no name");
}

struct Bytes::State {
    std::unique_ptr<FILE, Close> file;
    std::string path;
    std::string_view text;
    Packing packing = Packing::none;
    std::vector<char> packed;
    size_t from = 0, until = 0;  // what is left in `packed`
    z_stream gz{};
    bool gz_open = false, between = true;  // between two members or frames the file may end
    std::unique_ptr<ZSTD_DStream, FreeZstd> zst;

    ~State() {
        if (gz_open) inflateEnd(&gz);
    }

    size_t read_raw(char* out, size_t room) {
        if (!file) {
            const size_t n = std::min(room, text.size());
            std::memcpy(out, text.data(), n);
            text.remove_prefix(n);
            return n;
        }
        const size_t n = std::fread(out, 1, room, file.get());
        if (n == 0 && std::ferror(file.get())) throw Fault("the file " + path + " cannot be read: " + std::strerror(errno));
        return n;
    }
    bool fill() {
        if (from == until) from = 0, until = read_raw(packed.data(), packed.size());
        return from < until;
    }

    Result<size_t> read_gz(char* out, size_t room) {
        gz.next_out = reinterpret_cast<Bytef*>(out), gz.avail_out = static_cast<uInt>(room);
        while (gz.avail_out == room) {
            if (!fill()) {
                if (!between) return refuse("lines_cut");
                return size_t{0};
            }
            if (between) inflateReset(&gz), between = false;
            gz.next_in = reinterpret_cast<Bytef*>(packed.data() + from), gz.avail_in = static_cast<uInt>(until - from);
            const int got = inflate(&gz, Z_NO_FLUSH);
            from = until - gz.avail_in;
            if (got == Z_STREAM_END)
                between = true;
            else if (got != Z_OK && got != Z_BUF_ERROR)
                return refuse("lines_damaged");
        }
        return room - gz.avail_out;
    }

    Result<size_t> read_zst(char* out, size_t room) {
        ZSTD_outBuffer to{out, room, 0};
        while (to.pos == 0) {
            // What is unpacked already comes out before more is asked for.
            if (!fill() && between) return size_t{0};
            ZSTD_inBuffer in{packed.data() + from, until - from, 0};
            const bool ended = in.size == 0;
            const size_t got = ZSTD_decompressStream(zst.get(), &to, &in);
            from += in.pos;
            if (ZSTD_isError(got)) return refuse("lines_damaged");
            between = got == 0;
            if (ended && to.pos == 0 && !between) return refuse("lines_cut");
        }
        return to.pos;
    }
};

Bytes::Bytes(const Origin& origin) : state_(std::make_unique<State>()) {
    State& s = *state_;
    s.path = origin.path, s.text = origin.text;
    if (!origin.path.empty()) {
        s.file.reset(std::fopen(origin.path.c_str(), "rb"));
        if (!s.file) throw Fault("the file " + origin.path + " cannot be opened: " + std::strerror(errno));
    }
    s.packed.resize(packed_bytes);
    while (s.until < 4) {
        const size_t n = s.read_raw(s.packed.data() + s.until, s.packed.size() - s.until);
        if (n == 0) break;
        s.until += n;
    }
    const std::string_view head(s.packed.data(), std::min<size_t>(s.until, 4));
    if (head.starts_with("\x1f\x8b")) {
        s.packing = Packing::gz;
        s.gz_open = inflateInit2(&s.gz, 15 + 16) == Z_OK;
        if (!s.gz_open) throw Fault("zlib does not start");
    } else if (head == "\x28\xb5\x2f\xfd") {
        s.packing = Packing::zst;
        s.zst.reset(ZSTD_createDStream());
        if (!s.zst || ZSTD_isError(ZSTD_DCtx_setParameter(s.zst.get(), ZSTD_d_windowLogMax, 27))) throw Fault("zstd does not start");
    }
}

Bytes::~Bytes() = default;
Bytes::Bytes(Bytes&&) noexcept = default;
Bytes& Bytes::operator=(Bytes&&) noexcept = default;

Packing Bytes::packing() const { return state_->packing; }

Result<size_t> Bytes::read(char* out, size_t room) {
    State& s = *state_;
    switch (s.packing) {
        case Packing::gz: return s.read_gz(out, room);
        case Packing::zst: return s.read_zst(out, room);
        case Packing::none: break;
    }
    if (s.from == s.until) return s.read_raw(out, room);
    const size_t n = std::min(room, s.until - s.from);
    std::memcpy(out, s.packed.data() + s.from, n);
    s.from += n;
    return n;
}

}  // namespace leye::lines
