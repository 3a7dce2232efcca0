#include "services/determination/inbox.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "base/text.hpp"
#include "records/catalog/current.hpp"
#include "services/determination/import_result.hpp"

namespace leye::determination {
namespace {

namespace fs = std::filesystem;

bool has_known_ending(std::string name) {
    std::ranges::transform(name, name.begin(), [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    for (const std::string_view packed : {".gz", ".zst"})
        if (name.ends_with(packed)) name.resize(name.size() - packed.size());
    return name.ends_with(".csv") || name.ends_with(".txt") || name.ends_with(".ndjson") || name.ends_with(".jsonl");
}

}  // namespace

std::string sentence_of(const catalog::Catalog& catalog, const Refusal& refusal, bool english) {
    const auto* text = catalog.find_refusal(refusal.code);
    if (!text) return refusal.code;
    return catalog::filled(english ? text->detail.en + ". " + text->next.en : text->detail.zh + "。" + text->next.zh, refusal.details);
}

Inbox::Inbox(const Importer::Parts& parts, std::string folder, std::function<void(const ImportProgress&)> progress)
    : parts_(parts), folder_(std::move(folder)), progress_(std::move(progress)) {
    for (const char* inner : {"", "/done", "/refused"}) fs::create_directories(folder_ + inner);
}

int Inbox::take() {
    std::map<std::string, uintmax_t> sizes;
    for (const auto& entry : fs::directory_iterator(folder_)) {
        const std::string name = entry.path().filename().string();
        if (entry.is_regular_file() && !name.starts_with('.') && has_known_ending(name)) sizes[name] = entry.file_size();
    }
    int moved = 0;
    for (const auto& [name, size] : sizes) {
        const auto before = sizes_.find(name);
        if (before != sizes_.end() && before->second == size) moved += take_file(name);
    }
    sizes_ = std::move(sizes);
    return moved;
}

bool Inbox::take_file(const std::string& name) {
    const std::string path = folder_ + "/" + name;
    const Source* source = parts_.sources.find(name.substr(0, name.find('-')));
    std::optional<Refusal> refusal;
    if (source) {
        ImportOptions options{.actor = party::system_actor(), .clock = &parts_.clock, .file_name = name};
        const auto done = import_file(parts_.db, parts_.seal, parts_.reference, *source, {path, {}}, options, progress_);
        if (done) {
            std::ofstream out(folder_ + "/done/" + name + ".result.csv", std::ios::binary);
            write_line_results(parts_.db, *parts_.catalog, parts_.phrases, *source, done->batch, {}, [&](std::string_view piece) { out.write(piece.data(), static_cast<std::streamsize>(piece.size())); });
            out.close();
            if (!out) throw Fault("the folder " + folder_ + "/done cannot be written");
            put_aside(name, "done");
            return true;
        }
        if (done.error().code == "fact_batch_running") return false;
        refusal = done.error();
    } else {
        refusal = refuse("fact_source_unknown").value();
    }
    std::ofstream(folder_ + "/refused/" + name + ".why.txt") << sentence_of(*parts_.catalog, *refusal, false) << '\n' << sentence_of(*parts_.catalog, *refusal, true) << '\n';
    put_aside(name, "refused");
    return true;
}

void Inbox::put_aside(const std::string& name, const char* folder) const { fs::rename(folder_ + "/" + name, folder_ + "/" + folder + "/" + name); }

}  // namespace leye::determination
