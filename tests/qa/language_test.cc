#include "qa/language.h"

#include <gtest/gtest.h>

#include <utility>
#include <vector>

namespace generator::qa {
namespace {

TEST(Language, IsToldBySmallWordsAndScript) {
  const std::vector<std::pair<const char*, const char*>> cases = {
      {"What happens to the file when it is closed?", "en"},
      {"Wie wird eine Datei mit HDF5 geöffnet und wann ist sie zu?", "de"},
      {"Comment est-ce que le fichier est ouvert avec HDF5 dans une application ?", "fr"},
      {"¿Cómo se abre un archivo con los filtros y cuándo es necesario?", "es"},
      {"Quando si apre il file e come si usa per una lettura?", "it"},
      {"Como é que o arquivo é aberto e quando não se pode fechar?", "pt"},
      {"Hoe wordt het bestand geopend en wat is de reden van een fout?", "nl"},
      {"HDF5のファイルはどうやって開きますか？", "ja"},
      {"如何打开一个HDF5文件？", "zh"},
      {"HDF5 파일을 어떻게 여나요?", "ko"},
      {"Как открыть файл HDF5?", "ru"},
      {"Πώς ανοίγει ένα αρχείο;", "el"},
      {"H5Dcreate H5Dopen", ""},
      {"`the of and is are` H5Dopen", ""},
      {"Group?", ""},
      {"", ""},
  };
  for (const auto& [text, code] : cases) EXPECT_EQ(language_of(text), code) << text;
}

TEST(Language, IsKnownByItsNames) {
  EXPECT_EQ(language_code("German"), "de");
  EXPECT_EQ(language_code(" deutsch "), "de");
  EXPECT_EQ(language_code("日本語"), "ja");
  EXPECT_EQ(language_code("Klingon"), "");
  EXPECT_EQ(language_code(""), "");
}

}  // namespace
}  // namespace generator::qa
