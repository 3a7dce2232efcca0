#include <fmt/core.h>
#include <unistd.h>

#include "app/commands.hpp"
#include "base/clock.hpp"

namespace leye::app {

void print_done(const Output& out, const json::Object& as_json, const std::string& as_text) { fmt::print("{}\n", out.json ? json::print(as_json) : as_text); }

Progress::Progress(std::string what, int64_t total)
    : what_(std::move(what)), total_(total), began_ms_(SystemClock().now().ms()), terminal_(isatty(STDERR_FILENO)) {}

Progress::~Progress() {
    if (terminal_ && shown_ms_) fmt::print(stderr, "\r\033[K");
}

void Progress::at(int64_t done, int64_t total) {
    total_ = total;
    at(done);
}

void Progress::at(int64_t done) {
    if (!terminal_) return;
    const int64_t now = SystemClock().now().ms();
    if (now - shown_ms_ < 200 && done != total_) return;
    shown_ms_ = now;
    if (total_ <= 0)
        fmt::print(stderr, "\r\033[K{}: {}", what_, done);
    else if (done <= 0)
        fmt::print(stderr, "\r\033[K{}: 0/{} (0 %)", what_, total_);
    else
        fmt::print(stderr, "\r\033[K{}: {}/{} ({} %), about {} s left", what_, done, total_, done * 100 / total_,
                   (now - began_ms_) * (total_ - done) / done / 1000);
    std::fflush(stderr);
}

}  // namespace leye::app
