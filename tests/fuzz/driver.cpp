// Runs a fuzz target without libFuzzer: every file of its corpus, then changed copies of them for some
// seconds. The changes are the same on every run. On a crash or a hang the input is left in a file.
#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <string>
#include <vector>

extern "C" int LLVMFuzzerTestOneInput(const unsigned char* data, size_t size);

namespace {

constexpr unsigned hang_s = 60;
std::string current, left_in;

void leave_input(int signal) {
    const int file = ::open(left_in.c_str(), O_WRONLY | O_CREAT | O_TRUNC, 0644);
    if (file >= 0 && ::write(file, current.data(), current.size()) < 0) ::_exit(2);
    std::signal(signal, SIG_DFL);
    std::raise(signal);
}

void run(std::string input) {
    current = std::move(input);
    ::alarm(hang_s);
    LLVMFuzzerTestOneInput(reinterpret_cast<const unsigned char*>(current.data()), current.size());
    ::alarm(0);
}

class Changer {
  public:
    explicit Changer(std::vector<std::string> seeds) : seeds_(std::move(seeds)) {}

    std::string next() {
        std::string out = seeds_[below(seeds_.size())];
        for (size_t n = 1 + below(6); n > 0; --n) change(out);
        return out;
    }

  private:
    size_t below(size_t n) { return n ? dice_() % n : 0; }
    std::string piece() {
        const auto& from = seeds_[below(seeds_.size())];
        return from.substr(below(from.size() + 1), 1 + below(24));
    }
    void change(std::string& text) {
        const size_t at = below(text.size() + 1);
        switch (below(6)) {
            case 0:
                if (at < text.size()) text[at] = static_cast<char>(text[at] ^ (1 << below(8)));
                break;
            case 1:
                text.erase(at, 1 + below(16));
                break;
            case 2:
                text.insert(at, piece());
                break;
            case 3:
                text.replace(at, std::min(text.size() - at, below(16)), piece());
                break;
            case 4:
                text.insert(at, text.substr(below(text.size() + 1), below(200)));
                break;
            default:
                text.insert(at, 1, "\"'<>&;()[]{}.,-+*/=#\0\n\xff"[below(23)]);
        }
    }

    std::vector<std::string> seeds_;
    std::mt19937_64 dice_{20261123};
};

}  // namespace

int main(int argc, char** argv) {
    if (argc < 2) return std::fprintf(stderr, "usage: %s CORPUS [SECONDS]\n", argv[0]), 2;
    const auto limit = std::chrono::seconds(argc > 2 ? std::atoi(argv[2]) : 3);
    left_in = std::filesystem::path(argv[0]).filename().string() + ".input";
    for (const int signal : {SIGABRT, SIGSEGV, SIGALRM, SIGFPE, SIGBUS}) std::signal(signal, leave_input);
    std::vector<std::string> files, seeds;
    for (const auto& entry : std::filesystem::directory_iterator(argv[1])) files.push_back(entry.path());
    std::ranges::sort(files);
    for (const auto& file : files) {
        std::ifstream in(file, std::ios::binary);
        seeds.emplace_back(std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>());
        run(seeds.back());
    }
    if (seeds.empty()) return std::fprintf(stderr, "%s holds nothing\n", argv[1]), 1;
    Changer changer(seeds);
    long rounds = 0;
    for (const auto begin = std::chrono::steady_clock::now();
         std::chrono::steady_clock::now() - begin < limit; ++rounds)
        run(changer.next());
    std::printf("%zu files, %ld changed copies\n", seeds.size(), rounds);
}
