"""A shop of books that FastAPI serves and describes, for service_peers.py.

usage: bookshop.py PORT
"""

import sys

import uvicorn
from fastapi import FastAPI, HTTPException
from pydantic import BaseModel, Field


class NewBook(BaseModel):
    title: str = Field(examples=["Dune", "Emma", "Ulysses"])
    author: str = Field(examples=["Frank Herbert", "Jane Austen", "James Joyce"])
    price: float = Field(gt=0, examples=[9.5, 12])


class Book(NewBook):
    id: int


app = FastAPI(title="Bookshop", version="1")
START = {1: Book(id=1, title="Dune", author="Frank Herbert", price=9.5), 2: Book(id=2, title="Emma", author="Jane Austen", price=7)}
books = dict(START)


def known(book_id):
    if book_id not in books:
        raise HTTPException(404, "there is no such book")
    return books[book_id]


@app.get("/books", operation_id="list_books", response_model=list[Book])
def list_books(author: str | None = None, limit: int = 10):
    "List the books of the shop."
    return [book for book in books.values() if author in (None, book.author)][:limit]


@app.post("/books", operation_id="add_book", status_code=201, response_model=Book)
def add_book(book: NewBook):
    "Add a book to the shop."
    made = Book(id=max(books, default=0) + 1, **book.model_dump())
    books[made.id] = made
    return made


@app.get("/books/{book_id}", operation_id="get_book", response_model=Book)
def get_book(book_id: int):
    "Get a book of the shop."
    return known(book_id)


@app.put("/books/{book_id}/price", operation_id="set_price", response_model=Book)
def set_price(book_id: int, price: float):
    "Set the price of a book."
    books[book_id] = known(book_id).model_copy(update={"price": price})
    return books[book_id]


@app.delete("/books/{book_id}", operation_id="delete_book", status_code=204)
def delete_book(book_id: int):
    "Delete a book of the shop."
    known(book_id)
    del books[book_id]


@app.post("/reset", include_in_schema=False)
def reset():
    books.clear()
    books.update(START)


if __name__ == "__main__":
    uvicorn.run(app, host="127.0.0.1", port=int(sys.argv[1]), log_level="warning")
