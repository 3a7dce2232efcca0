#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <map>

#include "base/text.hpp"
#include "engine/store/backup_kinds.hpp"
#include "engine/store/postgres_connection.hpp"

extern char** environ;

namespace leye::store {
namespace {

/// Where and as whom to connect, for a program that is started: other users of the machine can read its
/// command line, not its environment.
struct Address {
    std::string words;     ///< keyword='value' …, without the password
    std::string password;  ///< empty: none
};

Address address_of(const std::string& url) {
    char* wrong = nullptr;
    const std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)> options(
        PQconninfoParse(url.c_str(), &wrong), PQconninfoFree);
    if (!options) {
        const std::string why = wrong ? wrong : "out of memory";
        PQfreemem(wrong);
        throw NotUsable("the database address is wrong: " + why);
    }
    Address out;
    for (const PQconninfoOption* one = options.get(); one->keyword; ++one) {
        if (!one->val) continue;
        if (std::string_view(one->keyword) == "password") {
            out.password = one->val;
            continue;
        }
        out.words += std::string(one->keyword) + "='";
        for (const char* c = one->val; *c; ++c)
            out.words += (*c == '\'' || *c == '\\' ? "\\" : "") + std::string(1, *c);
        out.words += "' ";
    }
    return out;
}

std::vector<std::string> environment_with(const std::string& password) {
    std::vector<std::string> out;
    for (char** one = environ; *one; ++one)
        if (const std::string_view v = *one; !v.starts_with("LC_ALL=") && !v.starts_with("PGPASSWORD="))
            out.emplace_back(v);
    out.push_back("LC_ALL=C");  // what it says of its progress is read
    if (!password.empty()) out.push_back("PGPASSWORD=" + password);
    return out;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> out;
    for (auto& one : texts) out.push_back(one.data());
    out.push_back(nullptr);
    return out;
}

// Runs a program of PostgreSQL's client and gives each line it says to `hear`. Fails: Fault with its last
// line.
void run_client(std::vector<std::string> words, const std::string& password,
                const std::function<void(std::string_view)>& hear) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) throw Fault("no pipe to " + words[0]);
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
    auto environment = environment_with(password);
    pid_t child = 0;
    const int failed = posix_spawnp(&child, words[0].c_str(), &actions, nullptr, pointers_to(words).data(),
                                    pointers_to(environment).data());
    posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    std::string line, last;
    char buffer[4096];
    for (ssize_t n; failed == 0 && (n = ::read(ends[0], buffer, sizeof buffer)) > 0;)
        for (const char c : std::string_view(buffer, static_cast<size_t>(n))) {
            if (c != '\n') {
                line += c;
                continue;
            }
            hear(line);
            last = std::exchange(line, {});
        }
    ::close(ends[0]);
    int status = 0;
    if (failed != 0) throw Fault(words[0] + " cannot be started; is postgresql-client installed?");
    ::waitpid(child, &status, 0);
    if (!WIFEXITED(status) || WEXITSTATUS(status) != 0) throw Fault(words[0] + " failed: " + last);
}

/// Follows what the client says of the table it has come to.
class Followed {
  public:
    Followed(std::map<std::string, int64_t> sizes, const CopyProgress& progress)
        : sizes_(std::move(sizes)), progress_(progress) {
        for (const auto& [_, size] : sizes_) all_ += size;
    }
    void operator()(std::string_view line) {
        const bool table = line.find("dumping contents of table ") != line.npos ||
                           line.find("processing data for table ") != line.npos;
        if (!table || !progress_) return;
        const size_t dot = line.rfind('.'), end = line.rfind('"');
        if (dot == line.npos || end == line.npos || end < dot) return;
        done_ += std::exchange(current_, 0);
        progress_(done_, all_);
        if (const auto it = sizes_.find(std::string(line.substr(dot + 1, end - dot - 1))); it != sizes_.end())
            current_ = it->second;
    }

  private:
    std::map<std::string, int64_t> sizes_;
    const CopyProgress& progress_;
    int64_t all_ = 0, done_ = 0, current_ = 0;
};

constexpr const char* own_tables =
    "select c.relname, pg_table_size(c.oid) from pg_class c join pg_namespace n on n.oid = c.relnamespace "
    "where c.relkind in ('r', 'p') and n.nspname = current_schema()";

std::map<std::string, int64_t> sizes_of(const std::string& url) {
    PostgresConnection connection(url, PostgresConnection::Use::read);
    std::map<std::string, int64_t> out;
    auto rows = connection.query(own_tables);
    while (rows.next()) out[rows.get<std::string>(0)] = rows.get<int64_t>(1);
    return out;
}

}  // namespace

void back_postgres_up(const std::string& url, const std::string& file, const CopyProgress& progress) {
    const Address address = address_of(url);
    const std::string half = file + ".part";
    Followed followed(sizes_of(url), progress);
    try {
        run_client({"pg_dump", "--format=custom", "--verbose", "--file=" + half, "--dbname=" + address.words},
                   address.password, std::ref(followed));
    } catch (const Fault&) {
        std::filesystem::remove(half);
        throw;
    }
    put_in_place(half, file);
}

void restore_postgres(const std::string& url, const std::string& file, const CopyProgress& progress) {
    char head[5] = {};
    std::ifstream(file, std::ios::binary).read(head, sizeof head);
    if (std::string_view(head, sizeof head) != "PGDMP")
        throw NotUsable(file + " is no backup of a PostgreSQL database");
    const Address address = address_of(url);
    if (!sizes_of(url).empty())
        throw NotUsable("the database is not empty; restore into a new one, nothing is overwritten");
    // How large the tables will be is not known before: each counts as one.
    std::map<std::string, int64_t> tables;
    run_client({"pg_restore", "--list", file}, "", [&](std::string_view line) {
        constexpr std::string_view mark = " TABLE DATA ";
        const size_t at = line.find(mark);
        if (at == line.npos) return;
        const auto words = text::split(line.substr(at + mark.size()), ' ');
        if (words.size() > 1) tables.emplace(words[1], 1);
    });
    Followed followed(std::move(tables), progress);
    run_client(
        {"pg_restore", "--no-owner", "--single-transaction", "--verbose", "--dbname=" + address.words, file},
        address.password, std::ref(followed));
}

}  // namespace leye::store
