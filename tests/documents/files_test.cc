// Finding and reading files, on a folder made for the test.

#include "documents/files.h"

#include <gtest/gtest.h>
#include <unistd.h>

#include <filesystem>

#include "base/files.h"
#include "documents/child.h"
#include "documents/file_type.h"
#include "documents/glob.h"

namespace generator::documents {
namespace {

namespace fs = std::filesystem;

class Files : public ::testing::Test {
 protected:
  void SetUp() override {
    std::string name = "/tmp/generator_documents_XXXXXX";
    ASSERT_NE(::mkdtemp(name.data()), nullptr);
    root_ = name;
  }
  void TearDown() override { fs::remove_all(root_); }
  void put(const std::string& name, std::string_view content = "some text\n") {
    fs::create_directories(fs::path(root_ + "/" + name).parent_path());
    ASSERT_TRUE(write_file(root_ + "/" + name, content));
  }
  std::vector<std::string> sources(const SearchOptions& options = {}) const {
    std::vector<std::string> found;
    const auto listing = find_documents({root_}, options);
    for (const DocumentFile& file : listing->files) found.push_back(file.source);
    return found;
  }
  std::string root_;
};

using Names = std::vector<std::string>;

TEST_F(Files, AreFoundInOrderAndFramesOfProjectsAreLeftOutWithAReason) {
  for (const char* name : {"b.md", "a/z.html", "a/b.txt", "src/x.py", "README", ".git/config.md",
                           "build/out.md", "node_modules/p/readme.md", ".hidden.md",
                           "package-lock.json", "data.yaml", "LICENSE", "x.min.js"})
    put(name);
  put("empty.md", " \n");
  put("image.txt", std::string_view("\x89PNG\0\0\0", 7));
  const auto listing = find_documents({root_}, {});
  EXPECT_EQ(sources(), (Names{"README", "a/b.txt", "a/z.html", "b.md", "src/x.py"}));
  const std::vector<std::pair<std::string, std::int64_t>> expected = {
      {"binary", 1},       {"build folder", 2}, {"empty", 1},    {"hidden", 2},
      {"licence text", 1}, {"lock file", 1},    {"minified", 1}, {"no document by its name", 1}};
  EXPECT_EQ(count_by_reason(listing->left_out), expected);
}

TEST_F(Files, PatternsIncludeAndExclude) {
  for (const char* name : {"a.md", "sub/b.md", "sub/c.txt", "conf.yaml"}) put(name);
  EXPECT_EQ(sources({{"*.md"}, {}}), (Names{"a.md", "sub/b.md"}));
  EXPECT_EQ(sources({{}, {"sub/*.md"}}), (Names{"a.md", "sub/c.txt"}));
  EXPECT_EQ(sources({{"*.{yaml,txt}"}, {}}), (Names{"conf.yaml", "sub/c.txt"}));
  EXPECT_EQ(sources({{}, {"sub"}}), (Names{"a.md"}));
}

TEST_F(Files, LoopsOfLinksEnd) {
  put("a/page.md");
  fs::create_directory_symlink(root_, root_ + "/a/loop");
  fs::create_symlink(root_ + "/a/page.md", root_ + "/again.md");
  EXPECT_EQ(sources().size(), 1u);
}

TEST_F(Files, AddressesAndMissingPathsAreRefusedWithTheRemedy) {
  const auto address = find_documents({"https://x.example/page"}, {});
  ASSERT_FALSE(address);
  EXPECT_EQ(address.error().kind, ErrorKind::kWrongUse);
  EXPECT_NE(address.error().message.find("download it first"), std::string::npos);
  EXPECT_EQ(find_documents({root_ + "/none"}, {}).error().kind, ErrorKind::kNotFound);
}

TEST_F(Files, OfUtf16AreRead) {
  put("a.txt", std::string_view("\xFF\xFEh\0\xE9\0\x3D\xD8\x00\xDE", 10));
  const auto listing = find_documents({root_}, {});
  ASSERT_EQ(listing->files.size(), 1u);
  EXPECT_EQ(read_document(listing->files[0])->text, "hé😀");
}

TEST_F(Files, AMissingConverterIsOneErrorThatNamesThePackage) {
  put("a.docx", "PK\x03\x04 x");
  put("b.epub", "PK\x03\x04 x");
  const std::string path = std::getenv("PATH");
  ::setenv("PATH", root_.c_str(), 1);
  const auto listing = find_documents({root_}, {});
  const auto errors = missing_programs(listing->files);
  const auto read = read_document(listing->files[0]);
  ::setenv("PATH", path.c_str(), 1);
  ASSERT_EQ(errors.size(), 1u);
  EXPECT_NE(errors[0].message.find("apt-get install pandoc"), std::string::npos)
      << errors[0].message;
  EXPECT_NE(errors[0].message.find("1 more need"), std::string::npos);
  ASSERT_FALSE(read);
  EXPECT_EQ(read.error().kind, ErrorKind::kUnavailable);
}

TEST(Child, OutputIsTakenAndFailuresAreTold) {
  EXPECT_EQ(*output_of({"printf", "a b"}, 5), "a b");
  EXPECT_EQ(output_of({"no-such-program-here"}, 5).error().kind, ErrorKind::kUnavailable);
  const auto failed = output_of({"sh", "-c", "echo wrong >&2; exit 3"}, 5);
  EXPECT_NE(failed.error().message.find("wrong"), std::string::npos);
  EXPECT_EQ(output_of({"sh", "-c", "head -c 3000000 /dev/zero"}, 20)->size(), 3000000u);
}

TEST(Child, IsKilledWithItsChildrenWhenItTakesTooLong) {
  const auto late = output_of({"sh", "-c", "sleep 30 & sleep 30"}, 1);
  ASSERT_FALSE(late);
  EXPECT_NE(late.error().message.find("longer than 1 s"), std::string::npos);
}

TEST(Globs, MatchPaths) {
  struct Case {
    std::string_view pattern, path;
    bool same;
  };
  for (const Case& c : std::initializer_list<Case>{{"*.md", "a/b.md", true},
                                                   {"a/*.md", "a/b.md", true},
                                                   {"a/*.md", "a/c/b.md", false},
                                                   {"**/b.md", "a/c/b.md", true},
                                                   {"**/b.md", "b.md", true},
                                                   {"a/**", "a/c/b.md", true},
                                                   {"?.md", "b.md", true},
                                                   {"[a-c].md", "b.md", true},
                                                   {"[!a-c].md", "b.md", false},
                                                   {"*.{md,txt}", "b.txt", true},
                                                   {"*", "anything", true},
                                                   {"b", "a/b/c", false},
                                                   {"a*b*c*d", "axbxcx", false},
                                                   {"", "", true}})
    EXPECT_EQ(matches(c.pattern, c.path), c.same) << c.pattern << " " << c.path;
  EXPECT_FALSE(matches(std::string("a*a*a*a*a*a*a*a*b"), std::string(5000, 'a')));
}

TEST(FileTypes, AreToldByNameAndContent) {
  EXPECT_EQ(file_type("x/a.h", "int x;")->language, "c");
  EXPECT_EQ(file_type("x/a.h", "namespace a {}\nstd::string s;")->language, "cpp");
  EXPECT_EQ(file_type("run", "#!/usr/bin/env python3\n")->language, "python");
  EXPECT_EQ(file_type("page", "<!DOCTYPE html><html>")->type, DocumentType::kHtml);
  EXPECT_EQ(file_type("paper", "%PDF-1.5")->type, DocumentType::kPdf);
  EXPECT_FALSE(file_type("a.json", "{}"));
  EXPECT_FALSE(file_type("a.yaml", "a: b"));
}

}  // namespace
}  // namespace generator::documents
